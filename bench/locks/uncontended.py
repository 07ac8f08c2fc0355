# What locks and queues cost a thread that nobody disturbs. Prints nanoseconds for `with lock: n += 1`, for the same with an RLock, and for an item put in a Queue and got
# again; the empty loop is taken off.

import queue
import time
from threading import Lock, RLock

ROUNDS = 200_000


def nothing(rounds):
    n = 0
    for _ in range(rounds):
        n += 1
    return n


def with_lock(rounds, lock=Lock()):
    n = 0
    for _ in range(rounds):
        with lock:
            n += 1
    return n


def with_rlock(rounds, lock=RLock()):
    n = 0
    for _ in range(rounds):
        with lock:
            n += 1
    return n


def one_item(rounds, q=queue.Queue()):
    for n in range(rounds):
        q.put(n)
        q.get()


def one_simple_item(rounds, q=queue.SimpleQueue()):
    for n in range(rounds):
        q.put(n)
        q.get()


def seconds(work, rounds):
    started = time.perf_counter()
    work(rounds)
    return time.perf_counter() - started


for work in (with_lock, with_rlock, one_item, one_simple_item):
    work(20_000)
    nothing(20_000)
    rounds = ROUNDS if work in (with_lock, with_rlock) else ROUNDS // 4
    empty = min(seconds(nothing, rounds) for _ in range(3))
    print(work.__name__, (min(seconds(work, rounds) for _ in range(3)) - empty) / rounds * 1e9)
