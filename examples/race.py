# Four threads add to one number, and some of the additions get lost.
#
# `counter = increment(counter)` reads the number, calls a function, and writes
# the result back. A thread can lose the GIL at the call, between the read and
# the write. When its turn comes again it writes a number that is out of date, and
# what the others added in the meantime is gone.
#
# What to look for: "got" is smaller than "expected", and different each time.
# The GIL does not make this safe: it protects the interpreter, not the program.
# counter.py repairs it with a Lock.
#
#   gilscope run examples/race.py
#   gilscope run --switch-interval 0.0001 examples/race.py    more chances to lose
#   gilscope run --lock none examples/race.py

from threading import Thread

THREADS = 4
TIMES = 250_000

counter = 0


def increment(x):
    return x + 1


def work():
    global counter
    for _ in range(TIMES):
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
