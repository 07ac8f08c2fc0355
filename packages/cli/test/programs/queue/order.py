# The three orders, and what an empty or full queue says.
import queue

for cls in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    q = cls()
    for item in [3, 1, 2, 5, 4]:
        q.put(item)
    print(cls.__name__, q.qsize(), q.empty(), q.full(), [q.get() for _ in range(5)], q.empty(), q.maxsize)

q = queue.PriorityQueue()
for pair in [(2, "b"), (1, "z"), (2, "a"), (0, "m")]:
    q.put(pair)
print([q.get_nowait() for _ in range(4)])
q.put("text")
try:
    q.put(1)
except TypeError as e:
    print("TypeError:", e)
print(q.qsize(), q.unfinished_tasks)

for cls in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    q = cls(2)
    q.put(1)
    print(q.full())
    q.put(2, False)
    print(q.full(), q.qsize())
    for call in (
        lambda: q.put_nowait(3),
        lambda: q.put(3, False),
        lambda: q.put(3, block=False, timeout=-1),
        lambda: q.put(3, timeout=0),
        lambda: q.put(3, timeout=0.01),
        lambda: q.put(3, timeout=-1),
        lambda: q.put(3, True, "x"),
    ):
        try:
            print("done", call())
        except Exception as e:
            print(type(e), repr(e))
    q.get()
    q.get()
    for call in (
        lambda: q.get_nowait(),
        lambda: q.get(False),
        lambda: q.get(timeout=0),
        lambda: q.get(timeout=0.01),
        lambda: q.get(timeout=-0.5),
        lambda: q.get(True, []),
    ):
        try:
            print("done", call())
        except Exception as e:
            print(type(e), repr(e))

for size in (0, -1):
    q = queue.Queue(size)
    for n in range(20):
        q.put(n)
    print(size, q.full(), q.qsize())

print(queue.Queue[int], queue.SimpleQueue[str], queue.PriorityQueue[tuple[int, str]])
print(queue.Empty.__mro__, queue.Full.__mro__, queue.ShutDown.__mro__)
print(queue.Empty.__module__, queue.Full.__module__, queue.SimpleQueue.__module__, queue.SimpleQueue)
print(sorted(queue.__all__))
