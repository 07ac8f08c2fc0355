from collections import namedtuple

Point = namedtuple("Point", "x y")
p = Point(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=5), Point._fields, p == (1, 2), len(p), [*p], Point._make([3, 4]), isinstance(p, tuple), hash(p) == hash((1, 2)))
x, y = p
print(x, y, Point(*"ab"), p + (3,), Point.__name__, max(Point(1, 9), Point(2, 0)))
D = namedtuple("D", ["a", "b", "c"], defaults=[10, 20])
print(D(1), D(1, 2), D._field_defaults, namedtuple("R", "a class a", rename=True)._fields)


class Sub(Point):
    def total(self):
        return self.x + self.y


print(Sub(1, 2).total(), Sub(1, 2))
for call in (lambda: Point(1), lambda: Point(1, 2, 3), lambda: Point(1, z=2), lambda: namedtuple("P", "a a"), lambda: namedtuple("P", "class"), lambda: namedtuple("P", "_x"), lambda: p._replace(q=1), lambda: setattr(p, "x", 5), lambda: p.z):
    try:
        call()
    except (TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__, error)
