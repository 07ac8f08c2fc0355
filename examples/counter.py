# race.py, repaired: the same four threads, but a Lock keeps the read, the call and
# the write of each addition together.
#
# What to look for: nothing is lost. And the price: in --stats, threads that wait
# for the Lock, and many more handoffs of the GIL, because a thread that must wait
# for the Lock gives the GIL up.
#
#   gilscope run examples/counter.py
#   gilscope run --stats examples/counter.py

from threading import Lock, Thread

THREADS = 4
TIMES = 50_000

counter = 0
lock = Lock()


def increment(x):
    return x + 1


def work():
    global counter
    for _ in range(TIMES):
        with lock:
            counter = increment(counter)


threads = [Thread(target=work) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

expected = THREADS * TIMES
print(f"expected {expected:>9,}")
print(f"got      {counter:>9,}")
print(f"lost     {expected - counter:>9,}")
