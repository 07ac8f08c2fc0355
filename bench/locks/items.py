# One thread puts items in a queue.Queue, another gets them. Prints microseconds an item.

import queue
import time
from threading import Thread

ITEMS = 40_000


def run(items):
    q = queue.Queue()

    def consume():
        while q.get() is not None:
            pass

    consumer = Thread(target=consume)
    consumer.start()
    started = time.perf_counter()
    for n in range(items):
        q.put(n)
    q.put(None)
    consumer.join()
    return (time.perf_counter() - started) / items * 1e6


run(8_000)
print("microseconds", run(ITEMS))
