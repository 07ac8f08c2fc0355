def source(name, items):
    print("source", name)
    return items


def test(x):
    print("test", x)
    return x != 2


def make(x):
    print("make", x)
    return x * 10


print([make(x) for x in source("a", [1, 2, 3]) if test(x)])
print([make((x, y)) for x in source("outer", [1, 2]) for y in source("inner", "a")])
print({make(k): make(v) for k, v in source("d", {1: 2}.items())})
g = (make(x) for x in source("g", [1]))
print("before", list(g))
