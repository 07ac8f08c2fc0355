class A:
    def __repr__(self):
        return "A-repr"


class B(A):
    def __str__(self):
        return "B-str"


class C(B):
    def __format__(self, spec):
        return f"C[{spec}]"


for make in (A, B, C):
    x = make()
    print(x, repr(x), str(x), [x], {1: x}, f"{x}", f"{x!r}", "%s %r" % (x, x), "{} {!r}".format(x, x), format(x))


class Bad:
    def __repr__(self):
        return None


for call in (lambda: repr(Bad()), lambda: str(Bad()), lambda: [Bad()].__repr__(), lambda: f"{Bad()}", lambda: print(Bad())):
    try:
        call()
    except TypeError as error:
        print(error)
