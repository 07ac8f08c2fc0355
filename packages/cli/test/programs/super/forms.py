class A:
    x = "A.x"

    def f(self):
        return "A.f"

    @classmethod
    def c(cls):
        return "A.c", cls.__name__

    @staticmethod
    def s():
        return "A.s"

    @property
    def p(self):
        return "A.p"


class B(A):
    x = "B.x"

    def f(self):
        return super().f(), super(B, self).f(), super().x, super().p, super().s()

    @classmethod
    def c(cls):
        return super().c()

    def g(self):
        f = super
        return f(B, self).f()

    def h(self):
        return [super(B, self).x for _ in range(2)], (lambda: super(B, self).f())()


print(B().f(), B.c(), B().c(), B().g(), B().h(), super(B, B()).x, super(B, B).c())
