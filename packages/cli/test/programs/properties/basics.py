class Circle:
    def __init__(self, radius):
        self.radius = radius

    @property
    def radius(self):
        """The radius."""
        print("get")
        return self._radius

    @radius.setter
    def radius(self, value):
        print("set", value)
        if value < 0:
            raise ValueError("negative")
        self._radius = value

    @radius.deleter
    def radius(self):
        print("delete")
        del self._radius

    @property
    def area(self):
        return 3 * self.radius**2


c = Circle(2)
print(c.area)
c.radius += 1
print(c.radius, Circle.radius.__doc__, type(Circle.radius), Circle.radius.fget(c))
for action in (lambda: setattr(c, "radius", -1), lambda: setattr(c, "area", 1), lambda: delattr(c, "area")):
    try:
        action()
    except (ValueError, AttributeError) as error:
        print(type(error).__name__, error)
del c.radius
try:
    c.radius
except AttributeError as error:
    print(error)
