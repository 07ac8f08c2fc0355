class Square:
    name = "square"

    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2
