# Two threads hand a turn to each other through two locks, two semaphores, and one condition. Prints microseconds a round trip of each, after
# others that warm up what threads wait with (what the first ones of a process cost is no matter of locks).

import time
from threading import Condition, Lock, Semaphore, Thread

ROUNDS = 8_000
WARM_UP = 12_000


def through(ping, pong):
    """Both taken at first: who releases ping wakes the other, who answers with pong."""

    def answer(rounds):
        for _ in range(rounds):
            ping.acquire()
            pong.release()

    def serve(rounds):
        for _ in range(rounds):
            ping.release()
            pong.acquire()

    return answer, serve


def through_condition():
    condition = Condition(Lock())
    turn = 0

    def play(me, rounds):
        nonlocal turn
        for _ in range(rounds):
            with condition:
                while turn != me:
                    condition.wait()
                turn = 1 - me
                condition.notify()

    return (lambda rounds: play(1, rounds)), (lambda rounds: play(0, rounds))


def measure(answer, serve, rounds):
    other = Thread(target=answer, args=(rounds,))
    other.start()
    started = time.perf_counter()
    serve(rounds)
    other.join()
    return (time.perf_counter() - started) / rounds * 1e6


locks = Lock(), Lock()
for lock in locks:
    lock.acquire()
kinds = {"lock": through(*locks), "semaphore": through(Semaphore(0), Semaphore(0)), "condition": through_condition()}
for name, (answer, serve) in kinds.items():
    measure(answer, serve, WARM_UP)
    print(name, measure(answer, serve, ROUNDS))
