# Two threads hand a turn to each other through two locks. Prints microseconds a round trip.

import time
from threading import Lock, Thread

ROUNDS = 20_000

ping, pong = Lock(), Lock()
ping.acquire()
pong.acquire()


def answer(rounds):
    for _ in range(rounds):
        ping.acquire()
        pong.release()


def serve(rounds):
    for _ in range(rounds):
        ping.release()
        pong.acquire()


def play(rounds):
    other = Thread(target=answer, args=(rounds,))
    other.start()
    started = time.perf_counter()
    serve(rounds)
    elapsed = time.perf_counter() - started
    other.join()
    return elapsed


play(2_000)
print("microseconds", play(ROUNDS) / ROUNDS * 1e6)
