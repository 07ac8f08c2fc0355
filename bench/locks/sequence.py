# Two CPU-bound threads against the same work in sequence. Prints `name value` lines.
#   calibrate   countdown steps a second in the main thread
#   once N      one countdown, prints nothing that is measured (the control run times the process)
#   both N      ratio of two threads of N steps each to both one after the other

import sys
import time
from threading import Thread


def countdown(n):
    while n > 0:
        n -= 1


def seconds(function, *args):
    started = time.perf_counter()
    function(*args)
    return time.perf_counter() - started


def in_sequence(n):
    countdown(n)
    countdown(n)


def in_threads(n):
    threads = [Thread(target=countdown, args=(n,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if sys.argv[1] == "calibrate":
    countdown(1_000_000)
    print("per_second", 5_000_000 / seconds(countdown, 5_000_000))
elif sys.argv[1] == "once":
    countdown(int(sys.argv[2]))
    print("done 1")
else:
    n = int(sys.argv[2])
    countdown(1_000_000)
    in_threads(100_000)
    first = seconds(in_sequence, n)
    second = seconds(in_threads, n)
    print("sequence", first)
    print("threads", second)
    print("ratio", second / first)
