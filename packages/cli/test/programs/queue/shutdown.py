# shutdown(): putting ends at once, getting when the queue is empty; those who wait are told.
import queue
import threading


def attempt(call):
    try:
        return call()
    except Exception as e:
        return repr(e)


for cls in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    q = cls()
    q.put(1)
    q.put(2)
    q.shutdown()
    print(q.is_shutdown, attempt(lambda: q.put(3)), attempt(lambda: q.put_nowait(3)), q.qsize())
    print(attempt(q.get), attempt(q.get_nowait), attempt(q.get), attempt(q.get_nowait), attempt(lambda: q.get(timeout=1)))
    q.task_done()
    q.task_done()
    q.join()

    q = cls()
    q.put(1)
    q.put(2)
    q.shutdown(immediate=True)
    print(q.qsize(), q.unfinished_tasks, attempt(q.get), attempt(lambda: q.put(1)))
    q.join()
    q.shutdown()
    q.shutdown(True)


def waiting(q, call, n):
    """n threads call, then the queue is shut down."""
    results = []
    ready = threading.Barrier(n + 1)

    def run():
        ready.wait()
        results.append(attempt(call))

    threads = [threading.Thread(target=run) for _ in range(n)]
    for t in threads:
        t.start()
    ready.wait()
    return threads, results


q = queue.Queue()
threads, results = waiting(q, q.get, 3)
q.shutdown()
for t in threads:
    t.join()
print(results)

q = queue.Queue(1)
q.put("full")
threads, results = waiting(q, lambda: q.put("more"), 2)
q.shutdown()
for t in threads:
    t.join()
print(results, q.get())

q = queue.Queue()
q.put(1)
q.get()
threads, results = waiting(q, q.join, 2)
q.shutdown()
q.task_done()
for t in threads:
    t.join()
print(results)
