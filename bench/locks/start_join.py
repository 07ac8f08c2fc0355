# Starts a thread and joins it, one after the other. Prints microseconds for one, the first ones not counted.

import time
from threading import Thread

ROUNDS = 500


def nothing():
    pass


def run(rounds):
    started = time.perf_counter()
    for _ in range(rounds):
        thread = Thread(target=nothing)
        thread.start()
        thread.join()
    return time.perf_counter() - started


run(300)
print("microseconds", run(ROUNDS) / ROUNDS * 1e6)
