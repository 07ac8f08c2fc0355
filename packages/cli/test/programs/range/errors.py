def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: range())
attempt(lambda: range(1, 2, 3, 4))
attempt(lambda: range(1, 2, 0))
attempt(lambda: range(1.5))
attempt(lambda: range("a"))
attempt(lambda: range(3)[3])
attempt(lambda: range(3)["a"])
attempt(lambda: range(3).index(5))
attempt(lambda: range(3) < range(4))
attempt(lambda: range(3) + range(4))
attempt(lambda: setattr(range(3), "start", 1))
attempt(lambda: range(3).missing)
attempt(lambda: range(stop=3))
attempt(lambda: len(range(10**30)))
