class Pair(tuple):
    __slots__ = ()

    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    first = property(lambda self: self[0])


p = Pair(1, 2)
a, b = p
print(p, p.first, a, b, p == (1, 2), hash(p) == hash((1, 2)), type(p + (3,)), type(p[:]), len(p), isinstance(p, tuple))


class Tags(set):
    def add(self, x):
        super().add(x * 2)


t = Tags([1])
t.add(5)
print(t, t | {3}, type(t | {3}), t == {1, 10}, type(t.copy()))


class F(float):
    def __str__(self):
        return "F!"


f = F(1.5)
print(f, repr(f), f + 1, type(f + 1), f"{f}", f"{f:.2f}", f == 1.5, [f])


class B(bytes):
    pass


print(B(b"ab"), B(b"ab") + b"c", type(B(b"x")[:]), isinstance(B(), bytes), type(B(b"a").upper()))
