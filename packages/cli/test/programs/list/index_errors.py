a = [1, 2, 3]


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


def store(key, value):
    a[key] = value


def remove(key):
    del a[key]


attempt(lambda: a[3])
attempt(lambda: a[-4])
attempt(lambda: a["x"])
attempt(lambda: a[1.0])
attempt(lambda: a[None])
attempt(lambda: a[10**30])
attempt(lambda: store(3, 0))
attempt(lambda: store("x", 0))
attempt(lambda: remove(5))
attempt(lambda: remove("x"))
attempt(lambda: a[::0])
attempt(lambda: a[1:"x"])
attempt(lambda: [] + (1,))
attempt(lambda: [] + 1)
attempt(lambda: [1] * "a")
attempt(lambda: [1] * 1.5)
attempt(lambda: a.missing)
attempt(lambda: list(5))
attempt(lambda: list(1, 2))
attempt(lambda: hash([]))
attempt(lambda: [1] < ["a"])
attempt(lambda: [1] < 1)
