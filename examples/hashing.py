# "Why does NumPy scale, if there is a global lock?" Because code that is not Python lets go of the lock while it computes. So does hashlib: two
# threads that hash 64 MiB each take half as long as one that does both, with the lock on. Two threads that add up numbers in Python do not.
import hashlib
import threading
import time

data = bytes(64 << 20)


def digest():
    return hashlib.sha256(data).hexdigest()


def add():
    total = 0
    for n in range(1_000_000):
        total += n
    return total


def one_after_the_other(work):
    start = time.perf_counter()
    work()
    work()
    return time.perf_counter() - start


def side_by_side(work):
    threads = [threading.Thread(target=work) for _ in range(2)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


# Once before anything is measured: threads and code are warm then.
for work in (digest, add):
    side_by_side(work)
    one_after_the_other(work)
    sequence = one_after_the_other(work)
    together = side_by_side(work)
    print(f"{work.__name__:6}  one after the other {sequence:.2f} s, side by side {together:.2f} s: {together / sequence:.2f} of the time")
