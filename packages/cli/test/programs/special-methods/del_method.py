class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


a = Noisy("a")
b = a
del a
print("still alive")
del b
print("after del")
a = Noisy("first")
a = Noisy("second")
print("rebound")
Noisy("temporary")
items = [Noisy("x"), Noisy("y")]
items.clear()
print("cleared")


def f():
    local = Noisy("local")
    print("leaving")


f()
d = {"k": Noisy("value")}
d["k"] = None
a = None
print("end")
