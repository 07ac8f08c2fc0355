class Manager:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value)


with Manager("a") as a:
    print("body", a)
with Manager("a") as a, Manager("b") as b:
    print(a, b)
with (Manager("c") as c, Manager("d"),):
    print(c)
with Manager("e"):
    pass
try:
    with Manager("f") as f:
        raise ValueError("in body")
except ValueError as error:
    print("outside", error)
