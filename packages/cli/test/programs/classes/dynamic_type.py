C = type("C", (), {"x": 1, "get": lambda self: self.x})
D = type("D", (C,), {"x": 2})
print(C, C().get(), D().get(), D.__mro__, D.__bases__, C.__name__)
print(type(5) is int, type("D", (object,), {}).__dict__.get("x"), type.__name__, type(type) is type)
for args in (("C", 5, {}), (5, (), {}), ("C", (5,), {}), ("C", (bool,), {}), ("C", (int, str), {})):
    try:
        type(*args)
    except TypeError as error:
        print(error)
C.__name__ = "Renamed"
print(C, C.__qualname__, D.__base__)
