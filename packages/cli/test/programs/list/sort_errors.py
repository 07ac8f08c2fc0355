def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: sorted([1, "a"]))
attempt(lambda: sorted([None, 1]))
attempt(lambda: [1, 2].sort(5))
attempt(lambda: sorted([1, 2], lambda x: x))
attempt(lambda: sorted([1, 2], key=5))
attempt(lambda: sorted([1, 2], key=lambda: 1))
attempt(lambda: sorted([2, 1], key=lambda x: 1 / 0))
attempt(lambda: sorted(5))
attempt(lambda: sorted([object(), 1]) if False else sorted([{}, {}]))
a = [3, 2, 1]


def meddle(x):
    a.append(x)
    return x


attempt(lambda: a.sort(key=meddle))
print(a)
