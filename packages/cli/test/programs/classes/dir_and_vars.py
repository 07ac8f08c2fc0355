class Base:
    inherited = 1


class C(Base):
    own = 2

    def method(self):
        pass


c = C()
c.x = 1
print([name for name in dir(c) if not name.startswith("__")], [name for name in dir(C) if not name.startswith("__")])


class Custom:
    def __dir__(self):
        return ["z", "a"]


print(dir(Custom()), sorted(vars(c)), "x" in dir(c))
x = 5
print("x" in dir(), "c" in globals(), "append" in dir([]), "__len__" in dir(""), "missing" in dir(5))
try:
    vars(5)
except TypeError as error:
    print(error)


def f(a):
    b = 1
    return dir(), sorted(locals())


print(f(0))
