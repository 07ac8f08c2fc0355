import threading

data = threading.local()
data.x = 1


def look():
    print(hasattr(data, "x"), data.__dict__)
    data.x = 2
    data.y = 3
    print(sorted(data.__dict__.items()))


t = threading.Thread(target=look)
t.start()
t.join()
print(data.x, data.__dict__, hasattr(data, "y"))


class Counter(threading.local):
    kind = "counter"

    def __init__(self, start, *, step=1):
        print("init", start, step)
        self.n = start
        self.step = step

    def next(self):
        self.n += self.step
        return self.n


c = Counter(5, step=10)
print(c.next(), c.next(), c.kind)
t = threading.Thread(target=lambda: print(c.next(), c.step))
t.start()
t.join()
print(c.n)
try:
    threading.local(1)
except TypeError as error:
    print(error)
for attempt in (lambda: setattr(data, "__dict__", {}), lambda: delattr(data, "__dict__"), lambda: delattr(data, "z")):
    try:
        attempt()
    except AttributeError:
        print("AttributeError")


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


def leave_behind():
    data.thing = Noisy("with its thread")


t = threading.Thread(target=leave_behind)
t.start()
t.join()
print("joined")
other = threading.local()
other.thing = Noisy("with the local")
del other
print("end")
