"""Queues that threads hand things to each other through: first in first out, last in first out, smallest first."""

import threading
import types
from _queue import SimpleQueue, Empty
from collections import deque
from heapq import heappush, heappop
from time import monotonic as time

__all__ = ["Empty", "Full", "ShutDown", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Full(Exception):
    """The queue has no room."""


class ShutDown(Exception):
    """The queue was shut down."""


class Queue:
    """A queue of at most maxsize items (0: any number); the first to be put is the first to be got."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        # One lock for everything; who waits for an item, for room or for the end of all work waits on its own condition.
        self.mutex = threading.Lock()
        self.not_empty = threading.Condition(self.mutex)
        self.not_full = threading.Condition(self.mutex)
        self.all_tasks_done = threading.Condition(self.mutex)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    # --- what subclasses change ---

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    # --- items in and out ---

    def put(self, item, block=True, timeout=None):
        """Put an item in, waiting for room. Raises Full when there is none (in time), ShutDown after shutdown()."""
        with self.not_full:
            if self.is_shutdown:
                raise ShutDown
            if self.maxsize > 0:
                if not block:
                    if self._qsize() >= self.maxsize:
                        raise Full
                elif timeout is None:
                    while self._qsize() >= self.maxsize:
                        self.not_full.wait()
                        if self.is_shutdown:
                            raise ShutDown
                else:
                    if timeout < 0:
                        raise ValueError("'timeout' must be a non-negative number")
                    end = time() + timeout
                    while self._qsize() >= self.maxsize:
                        left = end - time()
                        if left <= 0.0:
                            raise Full
                        self.not_full.wait(left)
                        if self.is_shutdown:
                            raise ShutDown
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Take an item out, waiting for one. Raises Empty when there is none (in time), ShutDown when there will be none."""
        with self.not_empty:
            if self.is_shutdown and not self._qsize():
                raise ShutDown
            if not block:
                if not self._qsize():
                    raise Empty
            elif timeout is None:
                while not self._qsize():
                    self.not_empty.wait()
                    if self.is_shutdown and not self._qsize():
                        raise ShutDown
            else:
                if timeout < 0:
                    raise ValueError("'timeout' must be a non-negative number")
                end = time() + timeout
                while not self._qsize():
                    left = end - time()
                    if left <= 0.0:
                        raise Empty
                    self.not_empty.wait(left)
                    if self.is_shutdown and not self._qsize():
                        raise ShutDown
            item = self._get()
            self.not_full.notify()
            return item

    def put_nowait(self, item):
        """Put an item in, if there is room."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Take an item out, if there is one."""
        return self.get(block=False)

    # --- how full it is ---

    def qsize(self):
        """Number of items just now."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Is it empty just now?"""
        with self.mutex:
            return not self._qsize()

    def full(self):
        """Is it full just now?"""
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    # --- the end of the work ---

    def task_done(self):
        """What was got is done: when as often as put, join() returns."""
        with self.all_tasks_done:
            left = self.unfinished_tasks - 1
            if left <= 0:
                if left < 0:
                    raise ValueError("task_done() called too many times")
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = left

    def join(self):
        """Wait until everything that was put is done."""
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def shutdown(self, immediate=False):
        """From now on put() raises ShutDown, and get() once the queue is empty: at once, if its items are to be thrown away."""
        with self.mutex:
            self.is_shutdown = True
            if immediate:
                while self._qsize():
                    self._get()
                    if self.unfinished_tasks > 0:
                        self.unfinished_tasks -= 1
                self.all_tasks_done.notify_all()
            self.not_empty.notify_all()
            self.not_full.notify_all()

    __class_getitem__ = classmethod(types.GenericAlias)


class PriorityQueue(Queue):
    """A queue that gives the smallest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """A queue that gives the item first that was put last."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()
