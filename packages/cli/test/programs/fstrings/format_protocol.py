class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x!r}, {self.y!r})"

    def __str__(self):
        return f"({self.x}, {self.y})"

    def __format__(self, spec):
        return f"{self.x:{spec}};{self.y:{spec}}" if spec else str(self)


p = Point(1, 2.5)
print(f"{p} {p!r} {p!s} {p:.1f} {p=} {p=!s} {p!s:>12}|{p!r:<20}|")
print(f"{[p]} {None} {...} {True:>6} {print} "[:20])
