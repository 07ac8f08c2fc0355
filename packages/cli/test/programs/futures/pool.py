# ThreadPoolExecutor: submit, map, context manager, names, initializer, shutdown, errors.
import threading
from concurrent.futures import ThreadPoolExecutor, wait, as_completed, Future
import concurrent.futures


def attempt(call):
    try:
        return call()
    except BaseException as e:
        return f"{type(e).__name__}: {e}"


with ThreadPoolExecutor(max_workers=2) as pool:
    f = pool.submit(pow, 2, 10)
    g = pool.submit(lambda *a, **k: (a, k), 1, 2, x=3)
    h = pool.submit(int, "no")
    print(f.result(), g.result(), attempt(h.result))
    print(type(h.exception()), f.exception(), f.done(), f.running(), f.cancelled(), f.cancel())
    print(list(pool.map(lambda a, b: a * b, [1, 2, 3], (4, 5, 6, 7))))
    print(list(pool.map(str, [])), list(pool.map(divmod, [7, 8], [2, 3], timeout=10)))
    results = pool.map(lambda n: 10 // n, [5, 0, 2])
    print(next(results), attempt(lambda: next(results)), attempt(lambda: next(results)))
print(attempt(lambda: pool.submit(print)))
print(attempt(lambda: list(pool.map(print, [1]))))

print(attempt(lambda: ThreadPoolExecutor(0)), attempt(lambda: ThreadPoolExecutor(-3)), attempt(lambda: ThreadPoolExecutor(initializer=3)))
print(attempt(lambda: ThreadPoolExecutor(max_workers="x")))

# Names of threads.
names = set()
with ThreadPoolExecutor(3, thread_name_prefix="crew") as pool:
    meet = threading.Barrier(3)

    def name(_):
        meet.wait()
        return threading.current_thread().name

    print(sorted(pool.map(name, range(3))))

# Idle workers are used again.
with ThreadPoolExecutor(8) as pool:
    for n in range(5):
        pool.submit(str, n).result()
    print(len(pool._threads) <= 5, pool._max_workers)

# The initializer runs in each worker.
local = threading.local()


def start(value, seen):
    local.value = value
    seen.append(value)


seen = []
with ThreadPoolExecutor(2, initializer=start, initargs=("init", seen)) as pool:
    meet = threading.Barrier(2)

    def read(n):
        meet.wait()
        return local.value, n

    print(sorted(pool.map(read, range(2))), seen)

# shutdown(cancel_futures=True) cancels what has not begun.
gate = threading.Event()
begun = threading.Event()


def hold():
    begun.set()
    gate.wait()
    return "held"


pool = ThreadPoolExecutor(1)
first = pool.submit(hold)
begun.wait()
others = [pool.submit(str, n) for n in range(3)]
print(first.running(), [f.running() or f.done() for f in others])
print(others[0].cancel(), others[0].cancelled(), first.cancel())
pool.shutdown(wait=False, cancel_futures=True)
print([f.cancelled() for f in others], attempt(others[1].result), attempt(others[2].exception))
gate.set()
print(first.result())
pool.shutdown()

# A pool that is simply dropped ends its workers.
pool = ThreadPoolExecutor(2)
pool.submit(str, 1).result()
workers = list(pool._threads)
del pool
for t in workers:
    t.join()
print([t.is_alive() for t in workers])

# A pool that nobody shuts down does not keep the program from ending.
forgotten = ThreadPoolExecutor(2)
print(forgotten.submit(sum, [1, 2, 3]).result())
print(attempt(lambda: concurrent.futures.nothing))
print(concurrent.futures.ThreadPoolExecutor is ThreadPoolExecutor)
