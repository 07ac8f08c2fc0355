"""Functions that are called when the program ends, last registered first."""

_handlers = []


def register(func, /, *args, **kwargs):
    """Register a function to be called at the end of the program."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _handlers.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Take a function off, wherever it was registered."""
    _handlers[:] = [handler for handler in _handlers if not handler[0] == func]


def _ncallbacks():
    """Number of registered functions."""
    return len(_handlers)


def _clear():
    """Forget all registered functions."""
    _handlers.clear()


def _run_exitfuncs():
    """Call the registered functions; an exception is reported, and the others are called all the same."""
    from _warnings import _unraisable

    while _handlers:
        func, args, kwargs = _handlers.pop()
        try:
            func(*args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__.tb_next
            _unraisable(error, f"Exception ignored in atexit callback {func!r}", None)
