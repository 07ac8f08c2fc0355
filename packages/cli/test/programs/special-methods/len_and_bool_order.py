class Both:
    def __bool__(self):
        print("bool")
        return False

    def __len__(self):
        print("len")
        return 5


print(bool(Both()), len(Both()), "yes" if Both() else "no")


class Lengths:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


for n in (3, 0, -1, "a", 1.5, 2**100, True):
    try:
        print(n, len(Lengths(n)))
    except Exception as error:
        print(n, type(error).__name__, error)
