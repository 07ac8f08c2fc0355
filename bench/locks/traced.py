# What tracing costs: run with and without it. Prints the seconds of two threads that count down, and the microseconds of a round trip through two locks; each the best of
# several, after others that warm up. `cpu` is the processor time of a round trip, the process's whole: on one core it is what the round trip takes when nobody else wants the core.

import time
from threading import Lock, Thread

STEPS = 2_000_000
ROUNDS = 2_000


def countdown(n):
    while n > 0:
        n -= 1


def computing(steps):
    threads = [Thread(target=countdown, args=(steps,)) for _ in range(2)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


ping, pong = Lock(), Lock()
ping.acquire()
pong.acquire()


def answer(rounds):
    for _ in range(rounds):
        ping.acquire()
        pong.release()


def handing(rounds):
    other = Thread(target=answer, args=(rounds,))
    other.start()
    started = time.perf_counter(), time.process_time()
    for _ in range(rounds):
        ping.release()
        pong.acquire()
    other.join()
    ended = time.perf_counter(), time.process_time()
    return [(end - start) / rounds * 1e6 for start, end in zip(started, ended)]


computing(500_000)
print("computing", min(computing(STEPS) for _ in range(5)))
handing(12_000)
times = [handing(ROUNDS) for _ in range(10)]
print("handing", min(wall for wall, _ in times))
print("cpu", min(cpu for _, cpu in times))
