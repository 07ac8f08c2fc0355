class C:
    print("running the body of", __qualname__, __module__)
    a = 1
    b = a + 1
    items = [n * 2 for n in range(3)]
    if b > 1:
        c = "conditional"
    for i in range(3):
        pass
    del a

    def f(self):
        return self.b

    g = f
    alias = f


print(C.b, C.items, C.c, C.i, hasattr(C, "a"), C().g(), C.f is C.alias)
print([name for name in C.__dict__ if not name.startswith("__")])
try:

    class Broken:
        x = 1
        y = undefined

except NameError as error:
    print(error)


class Empty: ...


class OneLine: x = 5; y = 6


print(OneLine.x, OneLine.y, Empty().__dict__)
