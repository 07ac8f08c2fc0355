class C:
    x = 1


c = C()
print(getattr(c, "x"), getattr(c, "y", "default"), hasattr(c, "x"), hasattr(c, "y"), setattr(c, "y", 2), c.y, delattr(c, "y"), hasattr(c, "y"), getattr(5, "real"), getattr("a", "upper")())
print(callable(len), callable(C), callable(c), callable(lambda: 0), isinstance(c, C), isinstance(c, (int, C)), issubclass(bool, int), id(c) == id(c), id(c) != id(C()), type(c) is C, hash(c) == hash(c))
print(isinstance(1, int | str), issubclass(int, int | None), isinstance([], ()), isinstance(1, ((str,), (int,))))
for call in (lambda: getattr(c, "zz"), lambda: setattr(5, "x", 1), lambda: delattr(c, "zz"), lambda: isinstance(1, "int"), lambda: isinstance(1, (int, 5)), lambda: isinstance("a", (int, 5)), lambda: issubclass("a", str), lambda: getattr(c, 1)):
    try:
        print(call())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
