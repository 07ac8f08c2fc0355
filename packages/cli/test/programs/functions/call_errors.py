def attempt(function):
    try:
        print(function())
    except TypeError as error:
        print(error)


def none():
    pass


def one(a):
    pass


def two(a, b):
    pass


def three(a, b, c):
    pass


def default(a, b=1):
    pass


def keyword(a, *, k, m):
    pass


def positional(a, b, /):
    pass


attempt(lambda: none(1))
attempt(lambda: none(1, 2))
attempt(lambda: none(x=1))
attempt(lambda: one())
attempt(lambda: one(1, 2))
attempt(lambda: one(1, a=2))
attempt(lambda: one(b=1))
attempt(lambda: two())
attempt(lambda: two(1))
attempt(lambda: three())
attempt(lambda: three(1, 2, 3, 4))
attempt(lambda: default())
attempt(lambda: default(1, 2, 3))
attempt(lambda: keyword(1))
attempt(lambda: keyword(1, k=1))
attempt(lambda: keyword(1, 2, k=1, m=2))
attempt(lambda: keyword(k=1, m=2))
attempt(lambda: positional(1, b=2))
attempt(lambda: positional(a=1, b=2))
attempt(lambda: two(1, 2, **{"b": 3}))
attempt(lambda: two(*[1, 2, 3]))
attempt(lambda: two(**{"a": 1, "c": 2}))
attempt(lambda: two(*5))
attempt(lambda: two(**5))
attempt(lambda: two(a=1, **{"a": 2}))
attempt(lambda: (lambda x: x)())
