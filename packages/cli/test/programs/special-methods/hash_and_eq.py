class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))


d = {Point(1, 2): "a"}
print(d[Point(1, 2)], Point(1, 3) in d, len({Point(0, 0), Point(0, 0)}), hash(Point(1, 2)) == hash((1, 2)))


class Big:
    def __hash__(self):
        return 2**100


print(hash(Big()) == hash(2**100), hash(Big()))


class Text:
    def __hash__(self):
        return "x"


class Eq:
    def __eq__(self, other):
        return True


class Sub(Eq):
    pass


class Restored(Eq):
    __hash__ = object.__hash__


for make in (Text, Eq, Sub):
    try:
        hash(make())
    except TypeError as error:
        print(error)
print(Eq.__hash__, isinstance(hash(Restored()), int), hash(-1), (-1).__hash__())
