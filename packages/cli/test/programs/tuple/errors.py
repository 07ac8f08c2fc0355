t = (1, 2)


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


def store():
    t[0] = 5


def remove():
    del t[0]


attempt(store)
attempt(remove)
attempt(lambda: t[5])
attempt(lambda: t["a"])
attempt(lambda: t + [1])
attempt(lambda: t.index(9))
attempt(lambda: t.append(1))
attempt(lambda: tuple(5))
attempt(lambda: hash((1, [])))
attempt(lambda: (1,) < ("a",))
attempt(lambda: t * t)
attempt(lambda: t.x)
attempt(lambda: tuple(1, 2))
