class Eq:
    def __eq__(self, other):
        return self == other


class Attr:
    def __getattr__(self, name):
        return getattr(self, name + "x")


class Repr:
    def __repr__(self):
        return repr([self])


class Add:
    def __add__(self, other):
        return self + other


class Init:
    def __init__(self):
        Init()


class Iter:
    def __iter__(self):
        return iter(self)


class Call:
    def __call__(self):
        return self()


for call in (lambda: Eq() == 1, lambda: Attr().x, lambda: repr(Repr()), lambda: Add() + 1, lambda: Init(), lambda: iter(Iter()), lambda: Call()()):
    try:
        call()
        print("no error")
    except RecursionError as error:
        print("RecursionError", str(error)[:32])
print("still fine")
