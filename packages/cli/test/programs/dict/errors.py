d = {"a": 1}


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


def remove(key):
    del d[key]


def store(key):
    d[key] = 1


attempt(lambda: d["b"])
attempt(lambda: d[1])
attempt(lambda: d[1, 2])
attempt(lambda: d[[]])
attempt(lambda: store([]))
attempt(lambda: store({}))
attempt(lambda: remove("zz"))
attempt(lambda: d.pop("b"))
attempt(lambda: {}.popitem())
attempt(lambda: {[]: 1})
attempt(lambda: [] in d)
attempt(lambda: dict(5))
attempt(lambda: dict([1, 2]))
attempt(lambda: dict([(1, 2, 3)]))
attempt(lambda: dict(["ab", "c"]))
attempt(lambda: d.missing)
attempt(lambda: d < d)
attempt(lambda: d + d)
attempt(lambda: hash(d))
attempt(lambda: dict(a=1, **{"a": 2}))
attempt(lambda: d.update(5))
attempt(lambda: d.get())
attempt(lambda: dict({}, {}))
