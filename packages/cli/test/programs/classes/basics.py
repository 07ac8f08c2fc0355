class Point:
    """A point."""

    dimensions = 2

    def __init__(self, x, y=0):
        self.x = x
        self.y = y

    def move(self, dx):
        self.x += dx
        return self


p = Point(1)
print(p.x, p.y, p.move(5).x, Point.dimensions, p.dimensions, Point.__name__, Point.__doc__, type(p) is Point, isinstance(p, Point))
p.dimensions = 3
p.extra = "new"
print(p.dimensions, Point.dimensions, p.__dict__, vars(p), p.__class__, Point.__module__)
del p.extra
print(hasattr(p, "extra"), getattr(p, "extra", "gone"), p.__doc__)
Point.color = "red"
print(p.color, Point(2, 3).color)
Point.move = lambda self, dx: "replaced"
print(p.move(1))
