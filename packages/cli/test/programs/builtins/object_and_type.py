o = object()
print(type(o), isinstance(5, object), issubclass(type, object), object.__bases__, object.__base__, type.__mro__, hasattr(o, "__dict__"), o == o, o != object(), bool(o))
for action in (lambda: setattr(o, "x", 1), lambda: o < o, lambda: o + 1, lambda: object(5), lambda: object.x):
    try:
        action()
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
print(int.__class__, type(int), type.__call__(int, "5"), int.mro(), str.__name__, list.__module__, sorted(n for n in dir(object) if n in ("__init__", "__eq__", "__hash__", "__new__", "__repr__")))
