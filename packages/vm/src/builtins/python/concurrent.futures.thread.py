"""ThreadPoolExecutor: a pool of threads that take calls from one queue."""

import itertools
import os
import queue
import threading
import types
from concurrent.futures import _base

# Workers that are alive, and the queues that they take from.
_threads_queues = {}
_shutdown = False
# No worker is started while the program ends.
_global_shutdown_lock = threading.Lock()


def _python_exit():
    global _shutdown
    with _global_shutdown_lock:
        _shutdown = True
    items = list(_threads_queues.items())
    for thread, calls in items:
        calls.put(None)
    for thread, calls in items:
        thread.join()


threading._register_atexit(_python_exit)


class _WorkItem:
    """A call to be made."""

    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as exc:
            self.future.set_exception(exc)
            # The traceback of exc refers to this frame.
            self = None
        else:
            self.future.set_result(result)

    __class_getitem__ = classmethod(types.GenericAlias)


class _Pool:
    """What an executor and its workers share. It lives on when the executor is gone."""

    def __init__(self):
        self.calls = queue.SimpleQueue()
        self.idle = threading.Semaphore(0)
        self.lock = threading.Lock()
        self.broken = False
        self.shutdown = False
        self.lost = False

    def drain(self):
        """Take the calls out that nobody has begun."""
        while True:
            try:
                call = self.calls.get_nowait()
            except queue.Empty:
                return
            if call is not None:
                yield call

    def initializer_failed(self):
        with self.lock:
            self.broken = "A thread initializer failed, the thread pool is not usable anymore"
            for call in self.drain():
                call.future.set_exception(BrokenThreadPool(self.broken))


class _Owner:
    """Only the executor refers to it: when the executor is gone without shutdown(), the workers hear of it."""

    def __init__(self, pool):
        self.pool = pool

    def __del__(self):
        self.pool.lost = True
        self.pool.calls.put(None)


def _worker(pool, initializer, initargs):
    try:
        if initializer is not None:
            try:
                initializer(*initargs)
            except BaseException:
                _base._log("Exception in initializer:")
                if not pool.lost:
                    pool.initializer_failed()
                return
        try:
            _take_calls(pool)
        except BaseException:
            _base._log("Exception in worker")
    finally:
        _threads_queues.pop(threading.current_thread(), None)


def _take_calls(pool):
    calls = pool.calls
    while True:
        try:
            call = calls.get_nowait()
        except queue.Empty:
            # The next submit() need not start a thread.
            pool.idle.release()
            call = calls.get()
        if call is not None:
            call.run()
            # Not kept while waiting for the next.
            del call
        elif _shutdown or pool.lost or pool.shutdown:
            pool.shutdown = True
            # The others are told the same.
            calls.put(None)
            return


class BrokenThreadPool(_base.BrokenExecutor):
    """The initializer of a worker failed."""


class ThreadPoolExecutor(_base.Executor):
    """Makes calls in up to max_workers threads, which are started as they are needed."""

    _counter = itertools.count().__next__

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is None:
            # Calls that wait or compute outside of the lock gain from more threads than processors.
            max_workers = min(32, (os.process_cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._pool = _Pool()
        self._owner = _Owner(self._pool)
        self._threads = set()
        self._thread_name_prefix = thread_name_prefix or "ThreadPoolExecutor-%d" % self._counter()
        self._initializer = initializer
        self._initargs = initargs

    _work_queue = property(lambda self: self._pool.calls)
    _idle_semaphore = property(lambda self: self._pool.idle)
    _broken = property(lambda self: self._pool.broken)
    _shutdown = property(lambda self: self._pool.shutdown)

    def submit(self, fn, /, *args, **kwargs):
        pool = self._pool
        with pool.lock, _global_shutdown_lock:
            if pool.broken:
                raise BrokenThreadPool(pool.broken)
            if pool.shutdown:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _shutdown:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            future = _base.Future()
            pool.calls.put(_WorkItem(future, fn, args, kwargs))
            self._adjust_thread_count()
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def _adjust_thread_count(self):
        # An idle worker will do.
        if self._pool.idle.acquire(timeout=0):
            return
        count = len(self._threads)
        if count < self._max_workers:
            name = "%s_%d" % (self._thread_name_prefix or self, count)
            thread = threading.Thread(name=name, target=_worker, args=(self._pool, self._initializer, self._initargs))
            _threads_queues[thread] = self._pool.calls
            try:
                thread.start()
            except BaseException:
                del _threads_queues[thread]
                raise
            self._threads.add(thread)

    def shutdown(self, wait=True, *, cancel_futures=False):
        pool = self._pool
        with pool.lock:
            pool.shutdown = True
            if cancel_futures:
                for call in pool.drain():
                    call.future.cancel()
            # Who waits for a call is to look again.
            pool.calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
