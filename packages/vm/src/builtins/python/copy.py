"""Shallow and deep copies of objects."""

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    pass


error = Error

_atomic = {
    type(None), int, float, complex, bool, str, bytes, type, range, slice, property, type(Ellipsis), type(NotImplemented), type(len), type(lambda: 0), type(int | str),
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
    recipe = x.__reduce_ex__(4)
    return x if isinstance(recipe, str) else _make(x, None, *recipe)


def deepcopy(x, memo=None, _nil=[]):
    """A copy of an object and of all that it holds."""
    if memo is None:
        memo = {}
    cls = type(x)
    if cls in _atomic and cls is not slice or issubclass(cls, type):
        return x
    known = memo.get(id(x), _nil)
    if known is not _nil:
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
    elif (method := getattr(x, "__deepcopy__", None)) is not None:
        result = method(memo)
    elif cls is type(_Bound().method):
        result = cls(x.__func__, deepcopy(x.__self__, memo))
    else:
        recipe = x.__reduce_ex__(4)
        result = x if isinstance(recipe, str) else _make(x, memo, *recipe)
    if result is not x:
        memo[id(x)] = result
        # The memo keeps what was copied alive, so that no id is used again.
        memo.setdefault(id(memo), []).append(x)
    return result


class _Bound:
    def method(self):
        pass


def _make(x, memo, function, args, state=None, items=None, pairs=None, *, deepcopy=deepcopy):
    """Follow what `__reduce_ex__` says: call, set the state, add items; all of it copied first if there is a memo."""
    deep = memo is not None
    each = (lambda value: deepcopy(value, memo)) if deep else (lambda value: value)
    result = function(*[each(arg) for arg in args])
    if deep:
        memo[id(x)] = result
    if state is not None:
        state = each(state)
        if hasattr(result, "__setstate__"):
            result.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state is not None:
                result.__dict__.update(state)
            for name, value in (slots or {}).items():
                setattr(result, name, value)
    if items is not None:
        for item in items:
            result.append(each(item))
    if pairs is not None:
        for key, value in pairs:
            result[each(key)] = each(value)
    return result


def replace(obj, /, **changes):
    """A copy with some fields replaced, by the object's `__replace__`."""
    method = getattr(type(obj), "__replace__", None)
    if method is None:
        raise TypeError(f"replace() does not support {type(obj).__name__} objects")
    return method(obj, **changes)
