a, b, c = 1, 2, 3
del a
del b, c
for name in ("a", "b", "c"):
    print(name in globals())
items = list(range(10))
del items[0], items[-1], items[2:4], items[::2]
print(items)
d = {"a": {"b": [1, 2]}}
del d["a"]["b"][0]
print(d)


class C:
    def __delitem__(self, key):
        print("delitem", key)

    def __delattr__(self, name):
        print("delattr", name)


c = C()
del c[1], c["x":2], c[1, 2], c.name


def f():
    x = [1]
    y = x
    del x
    return y


print(f())
try:
    del nothing
except NameError as error:
    print(error)
