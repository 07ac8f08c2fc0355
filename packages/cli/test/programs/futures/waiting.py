# wait() and as_completed().
import threading
import concurrent.futures as cf
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Future, ThreadPoolExecutor, as_completed, wait


def attempt(call):
    try:
        return call()
    except BaseException as e:
        return f"{type(e).__name__}: {e}"


def made(value):
    f = Future()
    if isinstance(value, Exception):
        f.set_exception(value)
    elif value is not None:
        f.set_result(value)
    return f


one, two, bad, pending = made(1), made(2), made(ValueError("x")), made(None)
r = wait([one, two])
print(type(r).__name__, len(r.done), len(r.not_done), r._fields)
r = wait([one, pending], timeout=0.01)
print(r.done == {one}, r.not_done == {pending})
print(len(wait([one, one, two], return_when=FIRST_COMPLETED)[0]))
print(len(wait([one, bad, pending], return_when=FIRST_EXCEPTION).done), len(wait([pending, bad], return_when=FIRST_COMPLETED).not_done))
print(attempt(lambda: wait([pending], return_when="x")), attempt(lambda: wait([])), attempt(lambda: wait(5)))
print(attempt(lambda: list(as_completed([]))), len(list(as_completed([one, two, one]))))
it = as_completed([one, pending], timeout=0)
print(next(it) is one, attempt(lambda: next(it)), pending._waiters)
it = as_completed([one, pending])
next(it)
it.close()
print(pending._waiters)

# In the order of their ends, which events decide.
with ThreadPoolExecutor(3) as pool:
    gates = [threading.Event() for _ in range(3)]

    def after(gate, value):
        gate.wait()
        return value

    futures = [pool.submit(after, gate, k) for k, gate in enumerate(gates)]
    gates[1].set()
    order = []
    for f in as_completed(futures):
        order.append(f.result())
        if order == [1]:
            gates[2].set()
        elif order == [1, 2]:
            gates[0].set()
    print(order)

with ThreadPoolExecutor(3) as pool:
    gates = [threading.Event() for _ in range(3)]
    futures = [pool.submit(after, gate, k) for k, gate in enumerate(gates)]
    gates[2].set()
    r = wait(futures, return_when=FIRST_COMPLETED)
    print([f.result() for f in r.done], len(r.not_done))

    def fail():
        gates[0].wait()
        raise KeyError("failed")

    pool.submit(lambda: None)
    gates[0].set()
    more = [pool.submit(fail), futures[1]]
    r = wait(more, return_when=FIRST_EXCEPTION)
    print([repr(f.exception()) for f in r.done], len(r.not_done))
    gates[1].set()
    r = wait(futures + more, return_when=ALL_COMPLETED)
    print(len(r.done), r.not_done)

# Cancelled ones count as over once their executor has seen it.
with ThreadPoolExecutor(1) as pool:
    gate = threading.Event()
    begun = threading.Event()

    def hold():
        begun.set()
        gate.wait()

    first = pool.submit(hold)
    begun.wait()
    second = pool.submit(str, 1)
    second.cancel()
    print(len(wait([second], timeout=0).done))
    gate.set()
    print(len(wait([first, second]).done), second.cancelled(), len(list(as_completed([first, second]))))

# map() with a timeout; chunksize is for processes.
with ThreadPoolExecutor(1) as pool:
    gate = threading.Event()
    results = pool.map(after, [gate, gate], [1, 2], timeout=0.02, chunksize=5)
    print(attempt(lambda: next(results)))
    gate.set()
print(attempt(lambda: cf.Executor().submit(print)), cf.Executor().shutdown(), attempt(lambda: list(cf.Executor().map(print, [1]))))
