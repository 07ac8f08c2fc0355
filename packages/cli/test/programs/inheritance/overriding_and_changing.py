class A:
    x = "A.x"

    def f(self):
        return "A.f"


class B(A):
    pass


b = B()
print(b.x, b.f())
A.x = "changed"
A.f = lambda self: "changed f"
print(b.x, b.f(), B.x)
B.x = "B.x"
print(b.x, A.x)
del B.x
print(b.x)
A.g = lambda self: "added"
print(b.g(), hasattr(B, "g"))
del A.g
print(hasattr(b, "g"))


class C:
    x = "C.x"


B.__bases__ = (C, A)
print(b.x, b.f(), [k.__name__ for k in B.__mro__])
