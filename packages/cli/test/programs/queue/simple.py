# SimpleQueue: methods, errors, waiting, and put() in the middle of anything.
import queue
import threading
import time

q = queue.SimpleQueue()
print(q.empty(), q.qsize(), q.put(1), q.put_nowait(2), q.put(3, False), q.put(4, block=True, timeout=-1), q.qsize(), q.empty())
print(q.get(), q.get(False), q.get(timeout=5), q.get_nowait())


def attempt(call):
    try:
        return call()
    except Exception as e:
        return f"{type(e).__module__}.{type(e).__name__}: {e}"


print(attempt(q.get_nowait))
print(attempt(lambda: q.get(False)))
print(attempt(lambda: q.get(block=False, timeout=-1)))
print(attempt(lambda: q.get(timeout=-1)))
print(attempt(lambda: q.get(True, 0)))
print(attempt(lambda: q.get(timeout="x")))
print(attempt(lambda: q.get(timeout=float("nan"))))
print(attempt(lambda: queue.SimpleQueue(1)))
print(attempt(lambda: q.put()))
before = time.monotonic()
print(attempt(lambda: q.get(timeout=0.05)), time.monotonic() - before >= 0.05)

# Each item comes out once, in the order of its producer.
got = [[] for _ in range(3)]


def consumer(mine):
    while (item := q.get()) is not None:
        mine.append(item)


def producer(k):
    for n in range(200):
        q.put((k, n))


consumers = [threading.Thread(target=consumer, args=(mine,)) for mine in got]
producers = [threading.Thread(target=producer, args=(k,)) for k in range(3)]
for t in consumers + producers:
    t.start()
for t in producers:
    t.join()
for _ in consumers:
    q.put(None)
for t in consumers:
    t.join()
everything = sum(got, [])
print(len(everything), sorted(everything) == [(k, n) for k in range(3) for n in range(200)])
for mine in got:
    for k in range(3):
        assert [n for j, n in mine if j == k] == sorted(n for j, n in mine if j == k)


# An item that is dropped puts another one.
class Item:
    def __del__(self):
        q.put("from __del__")


q.put(Item())
q.get()
print(q.get(timeout=10))


class Mine(queue.SimpleQueue):
    def put_twice(self, item):
        self.put(item)
        self.put(item)


m = Mine()
m.extra = 1
m.put_twice([m])
print(m.qsize(), m.get()[0] is m, m.extra)
