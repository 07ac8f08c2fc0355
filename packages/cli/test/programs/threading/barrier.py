from threading import Barrier, BrokenBarrierError, Thread

turns = []
b = Barrier(3, action=lambda: turns.append("all here"))
print(b.parties, b.n_waiting, b.broken, repr(b).split(" ")[0], repr(b).split(" ")[-1])
numbers = []


def come():
    for _ in range(4):
        numbers.append(b.wait())


threads = [Thread(target=come) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(turns, sorted(numbers))


def too_late():
    try:
        b.wait(0.01)
    except BrokenBarrierError as error:
        print("broken", error.args, b.broken)


t = Thread(target=too_late)
t.start()
t.join()
b.reset()
print(b.broken)
b.abort()
try:
    b.wait()
except BrokenBarrierError:
    print("still broken", issubclass(BrokenBarrierError, RuntimeError))
try:
    Barrier(0)
except ValueError as error:
    print(error)


def fail():
    raise KeyError("action")


try:
    Barrier(1, fail).wait()
except KeyError as error:
    print(error)
