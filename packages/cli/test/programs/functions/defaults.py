def remember(x, seen=[]):
    seen.append(x)
    return seen


print(remember(1), remember(2), remember(3, []), remember(4))
n = 5


def late(a=n):
    return a


n = 10
print(late(), late(1), late.__defaults__, remember.__defaults__)


def k(*, a=1, b=n * 2):
    return a + b


print(k(), k(b=1), k.__kwdefaults__)
late.__defaults__ = ("changed",)
print(late())
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs], [f() for f in [lambda: i for i in range(3)]])
