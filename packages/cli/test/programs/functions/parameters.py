def f(a, b=2, *args, c, d=4, **kwargs):
    print(a, b, args, c, d, kwargs)


f(1, c=3)
f(1, 5, 6, 7, c=8, d=9, e=10)
f(c=1, a=2)
f(*[1, 2, 3], **{"c": 4, "z": 5})
f(1, *(2,), c=3, **{})


def positional(a, b, /, c, *, d):
    print(a, b, c, d)


positional(1, 2, 3, d=4)
positional(1, 2, c=3, d=4)


def only_keywords(*, x, y=2):
    print(x, y)


only_keywords(x=1)
