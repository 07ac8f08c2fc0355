class C:
    shared = 1

    def method(self):
        pass


c = C()


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: c.missing)
attempt(lambda: C.missing)
attempt(lambda: delattr(c, "shared"))
attempt(lambda: delattr(c, "missing"))
attempt(lambda: delattr(C, "missing"))
attempt(lambda: c.method.x)
attempt(lambda: setattr(c.method, "x", 1))
attempt(lambda: getattr(c, "no", "default"))
attempt(lambda: getattr(c, 5))
attempt(lambda: setattr(c, 5, 1))
attempt(lambda: C.method())
attempt(lambda: c())
attempt(lambda: c + 1)
attempt(lambda: c[0])
attempt(lambda: len(c))
attempt(lambda: iter(c))
attempt(lambda: c < c)
attempt(lambda: -c)
attempt(lambda: int(c))
attempt(lambda: next(c))
attempt(lambda: 1 in c)
attempt(lambda: C.__init__(1, 2))
attempt(lambda: C(1))
try:
    with c:
        pass
except TypeError as error:
    print(error)
try:
    c[0] = 1
except TypeError as error:
    print(error)
try:
    del c[0]
except TypeError as error:
    print(error)
