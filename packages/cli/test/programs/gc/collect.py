import gc

gc.collect()


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __del__(self):
        print("del", self.name)


a, b = Node("a"), Node("b")
a.other, b.other = b, a
del a
print("a unreachable by name")
del b
print("cycle")
gc.collect()
print("collected")
x = []
x.append(x)
del x
print(gc.collect())
print(gc.collect())
