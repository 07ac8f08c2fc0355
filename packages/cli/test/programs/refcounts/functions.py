import sys


def f(x):
    return sys.getrefcount(x)


def g(x):
    y = x
    return sys.getrefcount(x), sys.getrefcount(y)


a = []
print(sys.getrefcount(a), f(a), g(a), sys.getrefcount(a))
print(f([]), sys.getrefcount([]), sys.getrefcount(object()))


def closure():
    x = []

    def inner():
        return x

    return sys.getrefcount(x), inner


count, inner = closure()
print(count, sys.getrefcount(inner()), sys.getrefcount(inner))
