class C:
    def m(self, x=1):
        return self.name, x

    @staticmethod
    def s(x):
        return "static", x

    @classmethod
    def c(cls, x):
        return cls.__name__, x


class D(C):
    pass


c = D()
c.name = "instance"
bound = c.m
print(bound(), bound(5), C.m(c, 7), bound.__self__ is c, bound.__func__ is C.m, bound.__name__, bound == c.m, bound is c.m)
print(c.s(1), C.s(2), c.c(3), C.c(4), D.c(5), D.c.__self__ is D, C.__dict__["s"].__func__(6))
c.m = lambda: "instance attribute"
print(c.m(), {bound: 1}[bound], bound.__doc__, list(map(c.s, [1])))
other = D()
other.name = "other"
print(other.m.__func__(other), D.m is C.m, type(bound).__name__)
