class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


p = Point(1, 2)
p.x += 10
print(p.x, p.y, Point.__slots__, type(Point.x), hasattr(p, "__dict__"))
for action in (lambda: setattr(p, "z", 1), lambda: p.__dict__, lambda: vars(p), lambda: p.z):
    try:
        action()
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
del p.x
try:
    p.x
except AttributeError as error:
    print(error)
try:
    del p.x
except AttributeError as error:
    print(error)
p.x = "back"
print(p.x, Point.x.__get__(p), Point.y.__name__)
