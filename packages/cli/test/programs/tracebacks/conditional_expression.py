def f(x):
    return x.value if x is None or x > 0 else -x


f(None)
