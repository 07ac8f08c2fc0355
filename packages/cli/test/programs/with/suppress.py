class Suppress:
    def __init__(self, *kinds):
        self.kinds = kinds

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.caught = value
        return kind is not None and issubclass(kind, self.kinds)


with Suppress(ValueError, KeyError) as s:
    {}["k"]
print(repr(s.caught))
with Suppress(ValueError) as s:
    pass
print(s.caught)
try:
    with Suppress(ValueError):
        1 / 0
except ZeroDivisionError:
    print("not suppressed")


def f():
    with Suppress(ValueError):
        raise ValueError
        return "not reached"
    return "after"


print(f())
