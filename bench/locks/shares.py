# Three threads that spin until the time is over. Prints the part of all steps that each made.

import sys
import time
from threading import Thread

counts = [0, 0, 0]
running = True


def spin(index):
    steps = 0
    while running:
        steps += 1
    counts[index] = steps


threads = [Thread(target=spin, args=(index,)) for index in range(3)]
for thread in threads:
    thread.start()
time.sleep(float(sys.argv[1]))
running = False
for thread in threads:
    thread.join()
for name, count in zip(("first", "second", "third"), counts):
    print(name, count / sum(counts))
