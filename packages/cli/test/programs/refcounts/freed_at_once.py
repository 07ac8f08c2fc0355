class Tracked:
    alive = 0

    def __init__(self):
        Tracked.alive += 1

    def __del__(self):
        Tracked.alive -= 1


def show(label):
    print(label, Tracked.alive)


a = Tracked()
show("one")
a = Tracked()
show("replaced")
items = [Tracked() for _ in range(5)]
show("list")
items = items[:2]
show("slice")
d = {i: Tracked() for i in range(3)}
d.pop(0)
show("dict")
d = None
show("dict gone")


def f(x):
    y = Tracked()
    show("inside")
    return x


f(Tracked())
show("after call")
g = (Tracked() for _ in range(3))
next(g)
show("generator yielded and dropped")
del items, a
show("end")
try:
    x = Tracked()
    raise ValueError(x)
except ValueError as e:
    del x
    show("in exception")
show("after exception")
