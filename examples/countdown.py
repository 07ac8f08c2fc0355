# Two threads share one long countdown. Are two threads twice as fast as one?
#
# What to look for: the ratio in the last line. Under the lock it is close to 1:
# only the thread that holds the GIL runs, so the threads take turns and nothing
# is gained. With --lock none, on two cores, it is close to 0.5.
#
#   gilscope run examples/countdown.py
#   gilscope run --lock none examples/countdown.py
#   gilscope watch examples/countdown.py
#
# An argument sets how far to count: countdown.py 40000000

import sys
import time
from threading import Thread


def countdown(n):
    while n > 0:
        n -= 1


def seconds(function):
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def in_sequence():
    countdown(total // 2)
    countdown(total // 2)


def in_two_threads():
    threads = [Thread(target=countdown, args=(total // 2,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


total = int(sys.argv[1]) if len(sys.argv) > 1 else 120_000_000

print(f"counting down from {total:,}, in two halves")
one_after_other = seconds(in_sequence)
print(f"  one after the other: {one_after_other:6.2f} s")
side_by_side = seconds(in_two_threads)
print(f"  in two threads:      {side_by_side:6.2f} s")
print(f"  ratio:               {side_by_side / one_after_other:6.2f}")
