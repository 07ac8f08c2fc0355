"""Two threads side by side against the same work one after the other in one thread. Prints the ratio of each kind of work, median of five."""
import sys
import threading
import time


def countdown(n=3_000_000):
    while n:
        n -= 1


def lists():
    items = []
    for i in range(500_000):
        items.append(i)
        items[i >> 1]


def dicts():
    table = {}
    for i in range(500_000):
        table[i & 255] = i
        table[i & 255]


class Point:
    def __init__(self, x):
        self.x = x

    def add(self, n):
        self.x += n


def objects():
    for i in range(250_000):
        Point(i).x = i


def closures():
    total = 0

    def add(n):
        nonlocal total
        total += n

    for i in range(500_000):
        add(i)


def methods():
    point = Point(0)
    for i in range(500_000):
        point.add(i)


shared_table = {}
shared_items = []
shared_point = Point(0)


def shared_dict():
    for i in range(150_000):
        shared_table[i & 255] = i
        shared_table[i & 255]


def shared_list():
    shared_items.clear()
    for i in range(150_000):
        shared_items.append(i)


def shared_instance():
    for i in range(150_000):
        shared_point.x += 1


def side_by_side(work):
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def in_sequence(work):
    def twice():
        work()
        work()

    thread = threading.Thread(target=twice)
    thread.start()
    thread.join()


def seconds(run, work):
    started = time.perf_counter()
    run(work)
    return time.perf_counter() - started


every = [countdown, lists, dicts, objects, closures, methods, shared_dict, shared_list, shared_instance]
for work in [w for w in every if len(sys.argv) == 1 or w.__name__ in sys.argv[1:]]:
    # Both workers have to know the work before it is measured.
    for _ in range(3):
        side_by_side(work)
    ratios = sorted(seconds(side_by_side, work) / seconds(in_sequence, work) for _ in range(5))
    print(work.__name__, ratios[2])
