# Two threads hand a turn to each other so many times: each round makes about eighteen events. Prints seconds.

import sys
import time
from threading import Lock, Thread

ROUNDS = int(sys.argv[1])

ping, pong = Lock(), Lock()
ping.acquire()
pong.acquire()


def answer():
    for _ in range(ROUNDS):
        ping.acquire()
        pong.release()


other = Thread(target=answer)
other.start()
started = time.perf_counter()
for _ in range(ROUNDS):
    ping.release()
    pong.acquire()
print("seconds", time.perf_counter() - started)
other.join()
