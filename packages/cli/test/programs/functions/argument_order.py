def say(x):
    print("eval", getattr(x, "__name__", x))
    return x


def f(*args, **kwargs):
    print(args, kwargs)


f(say(1), *[say(2)], say(3), k=say(4), **{"m": say(5)}, n=say(6))
say(f)(say(7))
(say(1) + say(2)) * say(3)
[say(1), say(2)][say(0)]
say(5) if say(0) else say(6)
say(1) < say(2) < say(0) < say(9)
