def echo():
    received = yield "ready"
    while received is not None:
        print("received", received)
        received = yield received * 2
    return "done"


g = echo()
print(next(g), g.send(1), g.send("ab"))
try:
    g.send(None)
except StopIteration as error:
    print(error.value)
g = echo()
try:
    g.send(5)
except TypeError as error:
    print(error)
print(g.send(None), g.gi_running, g.gi_frame is not None)


def average():
    total, n, mean = 0, 0, None
    while True:
        total += yield mean
        n += 1
        mean = total / n


a = average()
next(a)
print(a.send(10), a.send(20), a.send(60))
