# How late a thread that sleeps a millisecond wakes up, alone and beside threads that spin. Prints medians in milliseconds.

import time
from threading import Thread

SLEEPS = 120
running = True


def spin():
    n = 0
    while running:
        n += 1


def lateness(spinners):
    global running
    running = True
    threads = [Thread(target=spin) for _ in range(spinners)]
    for thread in threads:
        thread.start()
    late = []
    for _ in range(SLEEPS):
        started = time.perf_counter()
        time.sleep(0.001)
        late.append((time.perf_counter() - started - 0.001) * 1000)
    running = False
    for thread in threads:
        thread.join()
    return sorted(late)[SLEEPS // 2]


for spinners, name in enumerate(("alone", "one", "two")):
    print(name, lateness(spinners))
