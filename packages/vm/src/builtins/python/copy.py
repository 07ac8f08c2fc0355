"""Shallow and deep copies of objects."""

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    pass


error = Error

_atomic = {
    type(None), int, float, complex, bool, str, bytes, type, range, slice, property, type(Ellipsis), type(NotImplemented), type(len), type(lambda: 0),
}


def copy(x):
    """A shallow copy."""
    cls = type(x)
    if cls in _atomic or cls in (tuple, frozenset) or issubclass(cls, type):
        return x
    if cls in (list, dict, set, bytearray):
        return x.copy()
    method = getattr(cls, "__copy__", None)
    if method is not None:
        return method(x)
    return _rebuild(x, None, lambda value: value)


def deepcopy(x, memo=None):
    """A copy of an object and of all that it holds."""
    if memo is None:
        memo = {}
    cls = type(x)
    if cls in _atomic or issubclass(cls, type):
        return x
    known = memo.get(id(x))
    if known is not None:
        return known
    if cls is list:
        result = []
        memo[id(x)] = result
        for item in x:
            result.append(deepcopy(item, memo))
    elif cls is dict:
        result = {}
        memo[id(x)] = result
        for key, value in x.items():
            result[deepcopy(key, memo)] = deepcopy(value, memo)
    elif cls is tuple:
        items = [deepcopy(item, memo) for item in x]
        # A cycle through the tuple has made its copy meanwhile.
        if id(x) in memo:
            return memo[id(x)]
        result = x if all(a is b for a, b in zip(x, items)) else tuple(items)
    elif cls in (set, frozenset):
        result = cls([deepcopy(item, memo) for item in x])
    elif cls is bytearray:
        result = bytearray(x)
    elif hasattr(cls, "__deepcopy__"):
        result = cls.__deepcopy__(x, memo)
    else:
        result = _rebuild(x, memo, lambda value: deepcopy(value, memo))
    if result is not x:
        memo[id(x)] = result
        memo.setdefault(id(memo), []).append(x)
    return result


def _slots(cls):
    for base in cls.__mro__:
        names = base.__dict__.get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if name in ("__dict__", "__weakref__"):
                continue
            yield f"_{base.__name__.lstrip('_')}{name}" if name.startswith("__") and not name.endswith("__") else name


def _rebuild(x, memo, each):
    """A new instance with the attributes (and items) of another one."""
    cls = type(x)
    if isinstance(x, BaseException):
        result = cls.__new__(cls, *each(x.args))
    elif cls.__reduce__ is not object.__reduce__ and not hasattr(x, "__dict__"):
        make, args, *rest = x.__reduce_ex__(4)
        result = make(*[each(arg) for arg in args])
        if memo is not None:
            memo[id(x)] = result
        if rest and rest[0] is not None:
            result.__setstate__(each(rest[0]))
        return result
    elif isinstance(x, (tuple, int, float, complex, str, bytes, frozenset)):
        for base in (tuple, int, float, complex, str, bytes, frozenset):
            if isinstance(x, base):
                result = base.__new__(cls, each(base(x)) if base in (tuple, frozenset) else base(x))
                break
    else:
        try:
            result = cls.__new__(cls)
        except TypeError:
            raise TypeError(f"cannot pickle {cls.__name__!r} object") from None
    if memo is not None:
        memo[id(x)] = result
    getstate = cls.__dict__.get("__getstate__")
    if getstate is not None or hasattr(cls, "__setstate__"):
        state = each(x.__getstate__())
        if hasattr(cls, "__setstate__"):
            result.__setstate__(state)
            return result
        result.__dict__.update(state)
    elif hasattr(x, "__dict__"):
        for name, value in x.__dict__.items():
            result.__dict__[name] = each(value)
    for name in _slots(cls):
        if hasattr(x, name):
            object.__setattr__(result, name, each(getattr(x, name)))
    if isinstance(x, list):
        for item in x:
            result.append(each(item))
    elif isinstance(x, dict):
        for key, value in x.items():
            result[each(key)] = each(value)
    elif isinstance(x, set):
        for item in x:
            result.add(each(item))
    return result


def replace(obj, /, **changes):
    """A copy with some fields replaced, by the object's `__replace__`."""
    method = getattr(type(obj), "__replace__", None)
    if method is None:
        raise TypeError(f"replace() does not support {type(obj).__name__} objects")
    return method(obj, **changes)
