from math import pi


class Circle:
    name = "circle"

    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return pi * self.radius**2
