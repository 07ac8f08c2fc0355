def f(a: int, b: "forward" = 1, *args: str, c: list = None, **kw: dict) -> None:
    pass


print(f.__annotations__)
x: int = 5
y: str
print(x, __annotations__)


class C:
    a: int
    b: str = "default"
    c: "later"

    def method(self, q: float) -> "C":
        z: int = 1
        return z


print(C.__annotations__, C.b, hasattr(C, "a"), C.method.__annotations__, C().method(1))
(w): int = 3
C.d: int = 4
print(w, C.d, __annotations__)
