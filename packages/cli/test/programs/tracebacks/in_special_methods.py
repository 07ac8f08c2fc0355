class Vector:
    def __init__(self, *xs):
        self.xs = xs

    def __add__(self, other):
        return Vector(*[a + b for a, b in zip(self.xs, other.xs, strict=True)])

    def __getitem__(self, i):
        return self.xs[i]


v = Vector(1, 2) + Vector(3, 4)
print(v[0], v[1])
total = v + Vector(1, 2, 3)
