# Two threads add to one counter. Reading it and writing it back are two steps, and a handoff may come between them.
import threading

counter = 0
times = 400_000


def add_one(value):
    return value + 1


def work():
    global counter
    for _ in range(times):
        seen = counter
        more = add_one(seen)
        counter = more


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("expected", 2 * times)
print("counted ", counter)
