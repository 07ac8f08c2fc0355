class Angry:
    def __getattr__(self, name):
        raise RuntimeError("getattr " + name)

    def __eq__(self, other):
        raise ValueError("eq")

    def __hash__(self):
        raise KeyError("hash")

    def __iter__(self):
        raise OSError("iter")

    def __len__(self):
        raise IndexError("len")

    def __repr__(self):
        raise LookupError("repr")

    def __bool__(self):
        raise ArithmeticError("bool")

    def __contains__(self, x):
        raise EOFError("contains")


a = Angry()
for call in (lambda: a.x, lambda: a == 1, lambda: hash(a), lambda: list(a), lambda: len(a), lambda: repr(a), lambda: bool(a), lambda: 1 in a, lambda: [a], lambda: str([a]), lambda: {a}, lambda: a in [1], lambda: not a, lambda: sorted([a, a]), lambda: hasattr(a, "x"), lambda: [1, a].index(5), lambda: f"{a}", lambda: print(a)):
    try:
        result = call()
        print("no error", type(result).__name__)
    except Exception as error:
        print(type(error).__name__, error)
