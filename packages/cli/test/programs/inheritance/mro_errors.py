class A:
    pass


class B(A):
    pass


def attempt(function):
    try:
        print(function())
    except TypeError as error:
        print(error)


attempt(lambda: type("C", (A, B), {}))
attempt(lambda: type("C", (A, A), {}))
X, Y = type("X", (), {}), type("Y", (), {})
XY, YX = type("XY", (X, Y), {}), type("YX", (Y, X), {})
attempt(lambda: type("Z", (XY, YX), {}))
attempt(lambda: type("C", (int, list), {}))
attempt(lambda: type("C", (type(None),), {}))
attempt(lambda: type("C", (range,), {}))
attempt(lambda: type("C", (type(lambda: 0),), {}))
attempt(lambda: type("C", (5,), {}))
attempt(lambda: issubclass(5, A))
attempt(lambda: isinstance(5, 5))
attempt(lambda: issubclass(A, "A"))
