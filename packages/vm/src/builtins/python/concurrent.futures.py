"""Functions that run in other threads, and their results, which come later."""

from concurrent.futures._base import (
    FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, CancelledError, TimeoutError, InvalidStateError, BrokenExecutor, Future, Executor, wait, as_completed,
)

__all__ = (
    "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError", "InvalidStateError", "BrokenExecutor", "Future", "Executor",
    "wait", "as_completed", "ThreadPoolExecutor",
)


def __dir__():
    return __all__ + ("__doc__",)


def __getattr__(name):
    # The pool is loaded when it is asked for; one of processes does not exist here.
    global ThreadPoolExecutor
    if name == "ThreadPoolExecutor":
        from .thread import ThreadPoolExecutor
        return ThreadPoolExecutor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
