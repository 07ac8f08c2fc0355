class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, x, *args, k=0, **kw):
        return self.n + x + sum(args) + k + len(kw)


add = Adder(10)
print(add(1), add(1, 2, 3), add(1, k=5), add(1, z=0), list(map(add, [1, 2])), callable(add), callable(5), sorted([3, 1], key=Adder(0)))


class NotCallable:
    pass


n = NotCallable()
n.__call__ = lambda: "ignored"
try:
    n()
except TypeError as error:
    print(error)


class Chain:
    def __call__(self):
        return self


c = Chain()
print(c()()() is c)
try:
    add()
except TypeError as error:
    print(error)
