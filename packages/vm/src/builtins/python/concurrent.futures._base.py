"""Futures, waiting for them, and what executors have in common."""

import collections
import sys
import threading
import time
import traceback
import types

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

# States of a future. Cancelled ones are CANCELLED until their executor has seen it and told those who wait.
PENDING = "PENDING"
RUNNING = "RUNNING"
CANCELLED = "CANCELLED"
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"
_SHOWN = {PENDING: "pending", RUNNING: "running", CANCELLED: "cancelled", CANCELLED_AND_NOTIFIED: "cancelled", FINISHED: "finished"}
_OVER = (CANCELLED_AND_NOTIFIED, FINISHED)
_IS_CANCELLED = (CANCELLED, CANCELLED_AND_NOTIFIED)


class Error(Exception):
    """Base class of the exceptions of futures."""


class CancelledError(Error):
    """The future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """The operation is not allowed in this state."""


class BrokenExecutor(RuntimeError):
    """The executor cannot be used any more."""


def _log(message):
    """What a logger without handlers does with an exception: the message and the traceback go to standard error."""
    stderr = sys.stderr
    if stderr is not None:
        stderr.write(f"{message}\n{traceback.format_exc()}")
        stderr.flush()


# --- waiting for several futures ---


class _Waiter:
    """What wait() and as_completed() wait with: each future tells it that it is over. Which of them sets the event is up to subclasses."""

    def __init__(self):
        self.event = threading.Event()
        self.lock = threading.Lock()
        self.finished_futures = []

    def add_result(self, future):
        with self.lock:
            self.finished_futures.append(future)
            self.event.set()

    add_exception = add_result
    add_cancelled = add_result


class _CountingWaiter(_Waiter):
    """Sets its event when the last of so many futures is over, or, if told so, at the first exception."""

    def __init__(self, pending, stop_on_exception):
        super().__init__()
        self.pending = pending
        self.stop_on_exception = stop_on_exception

    def add_result(self, future):
        with self.lock:
            self.finished_futures.append(future)
            self.pending -= 1
            if self.pending == 0:
                self.event.set()

    add_cancelled = add_result

    def add_exception(self, future):
        self.add_result(future)
        if self.stop_on_exception:
            self.event.set()


class _AcquireFutures:
    """Holds the conditions of several futures; taken in one order, so that two of these cannot lock each other out."""

    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._condition.acquire()

    def __exit__(self, *args):
        for future in self.futures:
            future._condition.release()


def _install(waiter, futures):
    for future in futures:
        future._waiters.append(waiter)
    return waiter


def _uninstall(waiter, future):
    with future._condition:
        future._waiters.remove(waiter)


def _given_up(futures, waiter, *sets):
    """Yields futures from the end of a list, taking each off all the lists and sets that refer to it before."""
    while futures:
        future = futures[-1]
        for held in sets:
            held.remove(future)
        _uninstall(waiter, future)
        del future
        yield futures.pop()


def as_completed(fs, timeout=None):
    """Yields the futures as they complete, each once. Raises TimeoutError when not all have within so many seconds from the call."""
    if timeout is not None:
        end = timeout + time.monotonic()
    fs = set(fs)
    total = len(fs)
    with _AcquireFutures(fs):
        finished = {future for future in fs if future._state in _OVER}
        pending = fs - finished
        waiter = _install(_Waiter(), fs)
    finished = list(finished)
    try:
        yield from _given_up(finished, waiter, fs)
        while pending:
            left = None
            if timeout is not None:
                left = end - time.monotonic()
                if left < 0:
                    raise TimeoutError("%d (of %d) futures unfinished" % (len(pending), total))
            waiter.event.wait(left)
            with waiter.lock:
                finished = waiter.finished_futures
                waiter.finished_futures = []
                waiter.event.clear()
            finished.reverse()
            yield from _given_up(finished, waiter, fs, pending)
    finally:
        for future in fs:
            _uninstall(waiter, future)


DoneAndNotDoneFutures = collections.namedtuple("DoneAndNotDoneFutures", "done not_done")


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait for futures: for all, for the first, or for the first that fails. Returns two sets: done and not done."""
    fs = set(fs)
    with _AcquireFutures(fs):
        done = {future for future in fs if future._state in _OVER}
        not_done = fs - done
        if return_when == FIRST_COMPLETED and done:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when == FIRST_EXCEPTION and any(not f.cancelled() and f.exception() is not None for f in done):
            return DoneAndNotDoneFutures(done, not_done)
        if not not_done:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when == FIRST_COMPLETED:
            waiter = _Waiter()
        elif return_when == FIRST_EXCEPTION or return_when == ALL_COMPLETED:
            waiter = _CountingWaiter(len(not_done), return_when == FIRST_EXCEPTION)
        else:
            raise ValueError("Invalid return condition: %r" % return_when)
        _install(waiter, fs)
    waiter.event.wait(timeout)
    for future in fs:
        _uninstall(waiter, future)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


# --- one future ---


class Future:
    """The result of a call that another thread makes."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def __repr__(self):
        with self._condition:
            text = f"<{self.__class__.__name__} at {id(self):#x} state={_SHOWN[self._state]}"
            if self._state == FINISHED:
                if self._exception:
                    text += f" raised {self._exception.__class__.__name__}"
                else:
                    text += f" returned {self._result.__class__.__name__}"
            return text + ">"

    # --- for those who wait for it ---

    def cancel(self):
        """Cancel the call, if it has not begun. Returns whether it is cancelled now."""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in _IS_CANCELLED:
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        """Was it cancelled?"""
        with self._condition:
            return self._state in _IS_CANCELLED

    def running(self):
        """Is the call under way?"""
        with self._condition:
            return self._state == RUNNING

    def done(self):
        """Is it over: cancelled, or the call has ended?"""
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)

    def _settled(self, timeout):
        """Wait until it is over, condition held. Raises CancelledError, TimeoutError."""
        for attempt in (0, 1):
            if self._state in _IS_CANCELLED:
                raise CancelledError()
            if self._state == FINISHED:
                return
            if attempt == 0:
                self._condition.wait(timeout)
        raise TimeoutError()

    def __get_result(self):
        if not self._exception:
            return self._result
        try:
            raise self._exception
        finally:
            # The exception's traceback holds this frame.
            self = None

    def result(self, timeout=None):
        """What the call returned, waiting for it; or raises what it raised, CancelledError, TimeoutError."""
        try:
            with self._condition:
                self._settled(timeout)
                return self.__get_result()
        finally:
            self = None

    def exception(self, timeout=None):
        """What the call raised (None: nothing), waiting for its end. Raises CancelledError, TimeoutError."""
        with self._condition:
            self._settled(timeout)
            return self._exception

    def add_done_callback(self, fn):
        """Call fn(future) when it is over; at once if it is already."""
        with self._condition:
            if self._state not in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED):
                self._done_callbacks.append(fn)
                return
        self._call_back(fn)

    def _call_back(self, callback):
        try:
            callback(self)
        except Exception:
            _log(f"exception calling callback for {self!r}")

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._call_back(callback)

    # --- for executors ---

    def set_running_or_notify_cancel(self):
        """The call is about to begin. False: it was cancelled and must not be made."""
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add_cancelled(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            if sys.stderr is not None:
                sys.stderr.write(f"Future {id(self)} in unexpected state: {self._state}\n")
            raise RuntimeError("Future in unexpected state")

    def _finish(self):
        """Check that the result may be set now; condition held."""
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED):
            raise InvalidStateError(f"{self._state}: {self!r}")

    def set_result(self, result):
        """The call has returned."""
        with self._condition:
            self._finish()
            self._result = result
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_result(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_exception(self, exception):
        """The call has raised."""
        with self._condition:
            self._finish()
            self._exception = exception
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_exception(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    __class_getitem__ = classmethod(types.GenericAlias)


# --- executors ---


def _result_or_cancel(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future


class Executor:
    """Makes calls in other threads."""

    def submit(self, fn, /, *args, **kwargs):
        """Have fn(*args, **kwargs) called. Returns its future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """As map(), with the calls made at the same time; results come in order. Raises TimeoutError so many seconds after the call."""
        if timeout is not None:
            end = timeout + time.monotonic()
        futures = [self.submit(fn, *args) for args in zip(*iterables)]

        # All are submitted before the first result is asked for.
        def result_iterator():
            try:
                futures.reverse()
                while futures:
                    # No name here holds a future or a result while the caller has it.
                    if timeout is None:
                        yield _result_or_cancel(futures.pop())
                    else:
                        yield _result_or_cancel(futures.pop(), end - time.monotonic())
            finally:
                for future in futures:
                    future.cancel()

        return result_iterator()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no further calls; wait for the end of those under way."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False
