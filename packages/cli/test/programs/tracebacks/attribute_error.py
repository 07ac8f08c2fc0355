class Thing:
    def __init__(self):
        self.name = "thing"

    def show(self):
        return self.name.upperr() + "!"


things = [Thing()]
print(things[0].show())
