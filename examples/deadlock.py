# Two threads, two locks, taken in opposite order: each has what the other wants.
#
# What to look for: CPython hangs here without a word, until you press Ctrl-C twice.
# gilscope sees that nobody is left who could release anything, says who holds what
# and who waits where, and ends with exit code 3.
#
#   gilscope run examples/deadlock.py

import time
from threading import Lock, Thread

fork = Lock()
knife = Lock()


def eat(name, first, second):
    with first:
        print(f"{name} has one, wants the other", flush=True)
        time.sleep(0.2)
        with second:
            print(f"{name} eats", flush=True)


ada = Thread(target=eat, args=("Ada", fork, knife), name="Ada")
ben = Thread(target=eat, args=("Ben", knife, fork), name="Ben")
ada.start()
time.sleep(0.05)
ben.start()
ada.join()
ben.join()
print("both are full")
