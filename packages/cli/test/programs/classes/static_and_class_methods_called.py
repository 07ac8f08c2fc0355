# Static and class methods, called through instances, classes, subclasses and metaclasses; as values; replaced and hidden.
class Meta(type):
    def only_meta(cls):
        return "meta", cls.__name__

    def both(cls):
        return "meta's"

    @staticmethod
    def meta_static():
        return "meta static"


class A:
    @staticmethod
    def s(*args):
        return "s", args

    @classmethod
    def c(cls, *args):
        return "c", cls.__name__, args

    builtin_static = staticmethod(len)
    builtin_class = classmethod(repr)
    plain = len

    @classmethod
    def make(cls):
        return cls()


class B(A):
    pass


class C(A, metaclass=Meta):
    @classmethod
    def both(cls):
        return "class's"


for i in range(3):
    for o in (A, A(), B, B(), C, C()):
        print(o.s(1), o.c(2), o.s(), o.builtin_static("abc"), o.builtin_class()[:7], type(o.make()).__name__)
    print(C.only_meta(), C.both(), C().both(), C.meta_static())
a = A()
for i in range(4):
    print(a.s(i), a.c(i), A.s(i), A.c(i))
    if i == 1:
        a.s = lambda x: ("own", x)
        a.c = lambda x: ("own c", x)
    if i == 2:
        A.s = staticmethod(lambda x: ("replaced", x))
        A.c = classmethod(lambda cls, x: ("replaced c", cls.__name__, x))
for f in (lambda: A.s(), lambda: B().c(1, 2), lambda: B.c(), lambda: A.missing(), lambda: A().missing()):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
print(B.c == B.c, B().c.__self__ is B, B.s is A.s)
empty = staticmethod.__new__(staticmethod)
A.empty = empty
for o in (A, A()):
    try:
        o.empty()
    except RuntimeError as e:
        print(e)


class Temporary:
    @staticmethod
    def s():
        return "from a class that is gone"

    @classmethod
    def c(cls):
        return cls.__name__

    def __del__(self):
        print("deleted")


print(Temporary().s(), Temporary().c())


class OwnGetattr(type):
    def __getattribute__(cls, name):
        print("asked for", name)
        return super().__getattribute__(name)


class D(A, metaclass=OwnGetattr):
    pass


print(D.c(1), D.s(1))
