def f(a, b=2):
    c = 3
    before = dict(locals())
    d = 4
    snapshot = locals()
    snapshot["a"] = "changed"
    return before, a, sorted(snapshot)


print(f(1))
g = globals()
g["added"] = 5
print(added, "f" in g, g["__name__"], globals() is g, locals() is g, __name__)


def cells():
    x = 1

    def inner():
        return x, sorted(locals())

    return inner(), sorted(locals())


print(cells())


class C:
    a = 1
    names = sorted(n for n in locals() if not n.startswith("__"))


print(C.names)
del g["added"]
try:
    added
except NameError as error:
    print(error)
