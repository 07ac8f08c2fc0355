# A loop that runs for long changes nothing that the program can see: no garbage, no exception, no reference.
import gc
import sys
import time


def spin(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


marker = object()
gc.collect()
before = sys.getrefcount(marker)
spin(0.15)
print(gc.collect(), sys.getrefcount(marker) - before, sys.exc_info())
try:
    raise KeyError("kept")
except KeyError as error:
    spin(0.05)
    print(repr(error), error.__context__, sys.exc_info()[1] is error)


def depth(n):
    return n if n == 0 else depth(n - 1)


print(depth(900))
