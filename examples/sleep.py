# Eight threads that each wait for half a second. All together they take half a
# second, not four: who waits does not hold the GIL.
#
# What to look for: the total. A thread that sleeps, reads a file or waits for a
# network gives the GIL up, so threads help with waiting even where they cannot help
# with computing (compare countdown.py).
#
#   gilscope run examples/sleep.py
#   gilscope watch examples/sleep.py

import time
from threading import Thread

THREADS = 8
WAIT = 0.5


def nap(number):
    time.sleep(WAIT)
    done.append(number)


done = []
threads = [Thread(target=nap, args=(number,)) for number in range(THREADS)]
started = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
elapsed = time.perf_counter() - started

print(f"{len(done)} threads each waited {WAIT} s")
print(f"one after the other that would be {THREADS * WAIT:.1f} s")
print(f"it took                           {elapsed:.1f} s")
