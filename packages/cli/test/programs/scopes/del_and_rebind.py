def f():
    x = 1

    def g():
        return x

    first = g()
    del x
    try:
        g()
    except NameError as error:
        print(error)
    x = 2
    return first, g()


print(f())
a = b = [1]
del a
print(b)
items = [1, 2, 3]
d = {"k": 1, "l": 2}
del items[0], d["k"], (b)
print(items, d, "b" in globals())
x, y = 1, 2
del x, [y]
print("x" in globals(), "y" in globals())


class C:
    pass


c = C()
c.a = 1
del c.a
try:
    del c.a
except AttributeError as error:
    print(error)
