class Even(type):
    def __instancecheck__(cls, x):
        return isinstance(x, int) and x % 2 == 0

    def __subclasscheck__(cls, c):
        return c is int


class E(metaclass=Even):
    pass


print(isinstance(4, E), isinstance(5, E), issubclass(int, E), issubclass(str, E), isinstance("a", (E, str)))


class Fake:
    @property
    def __class__(self):
        return int


print(isinstance(Fake(), int), type(Fake()).__name__, isinstance(True, int), isinstance([], int | list), isinstance(None, int | None))
