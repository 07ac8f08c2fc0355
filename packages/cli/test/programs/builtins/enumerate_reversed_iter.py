print(list(enumerate("ab")), list(enumerate("ab", 10)), list(enumerate([], start=5)), list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3))), list(reversed((1, 2))), next(enumerate("x", 10**20)))
print(type(enumerate([])), type(reversed([])), type(reversed("")))
n = 0


def tick():
    global n
    n += 1
    return n


print(list(iter(tick, 4)), next(iter([]), "default"))


class R:
    def __reversed__(self):
        return iter("custom")


print(list(reversed(R())))
for call in (lambda: reversed({1, 2}), lambda: iter(5), lambda: iter(5, 1), lambda: next([]), lambda: next(iter([])), lambda: reversed(5)):
    try:
        call()
    except (TypeError, StopIteration) as error:
        print(type(error).__name__, error)
