class A:
    __slots__ = ("a",)


class B(A):
    __slots__ = ("b",)


class C(A):
    pass


class D:
    __slots__ = ("d", "__dict__")


b = B()
b.a, b.b = 1, 2
print(b.a, b.b, hasattr(b, "__dict__"))
c = C()
c.a, c.other = 1, 2
print(c.__dict__, c.a)
d = D()
d.d, d.e = 1, 2
print(d.__dict__)


class E:
    __slots__ = "single"


e = E()
e.single = 5
print(e.single)
