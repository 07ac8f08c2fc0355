class Shape:
    registry = []

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__()
        print("subclass", cls.__name__, kwargs)
        cls.registry.append(cls.__name__)

    def area(self):
        raise NotImplementedError(f"{type(self).__name__}.area")


class Square(Shape, sides=4):
    def area(self):
        return 4


class Blob(Shape):
    pass


print(Shape.registry, Square().area())
try:
    Blob().area()
except NotImplementedError as error:
    print(repr(error))
try:

    class Plain(object, option=1):
        pass

except TypeError as error:
    print(error)
