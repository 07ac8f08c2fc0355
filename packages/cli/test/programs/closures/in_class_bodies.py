def make(x):
    class C:
        y = x * 2

        def get(self):
            return x, C.y, __class__.__name__

        def set(self, value):
            nonlocal x
            x = value

    return C


C = make(5)
c = C()
print(c.get())
c.set(9)
print(c.get(), C.y, C.__qualname__, C.get.__qualname__)
x = "global"


class D:
    x = "class"
    lists = [x for _ in range(2)]

    def method(self):
        return x


print(D.x, D.lists, D().method())
