def f(*args, sep=", ", **options):
    return sep.join(map(str, args)) + str(sorted(options.items()))


print(f(), f(1, 2), f(1, 2, sep="-"), f(1, x=2, y=3), f(*range(3), **{"sep": "/"}))


def g(a, *, b):
    return a, b


print(g(1, b=2), g(b=1, a=2), g(*[1], **{"b": 2}))


def h(**kwargs):
    kwargs["added"] = 1
    return kwargs


d = {"x": 0}
print(h(**d), d)


def s(*args):
    return args


t = (1, 2)
print(s(*t) == t, s(), type(s(*[1])))
