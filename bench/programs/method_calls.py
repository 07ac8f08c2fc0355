# Method calls: plain, inherited, through super(), static and class methods, bound methods, properties.


class Shape:
    made = 0

    def __init__(self, size):
        self.size = size
        self.moved = 0

    def move(self, by):
        self.moved += by
        return self

    def area(self):
        return 0

    @property
    def double(self):
        return self.size * 2

    @staticmethod
    def clamp(n):
        return n if n < 1000 else 1000

    @classmethod
    def count(cls):
        cls.made += 1
        return cls.made


class Square(Shape):
    def area(self):
        return self.size * self.size


class Frame(Square):
    def area(self):
        return super().area() - self.inner()

    def inner(self):
        return (self.size - 1) * (self.size - 1)


def run(rounds):
    shapes = [Shape(1), Square(2), Frame(3), Square(4), Frame(5)]
    total = 0
    for i in range(rounds):
        for shape in shapes:
            total += shape.move(i & 1).area()
            total += shape.double
        total += Shape.clamp(i) + Square.count()
        step = shape.move
        step(1)
        step(2)
    return total, [shape.moved for shape in shapes], Shape.made, Square.made


print(run(160_000))
