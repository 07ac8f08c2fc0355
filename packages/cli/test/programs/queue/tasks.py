# task_done and join, with several workers.
import queue
import threading

q = queue.Queue()
done = []
lock = threading.Lock()


def worker():
    while True:
        item = q.get()
        try:
            if item is None:
                return
            with lock:
                done.append(item * item)
        finally:
            q.task_done()


threads = [threading.Thread(target=worker) for _ in range(3)]
for t in threads:
    t.start()
for n in range(50):
    q.put(n)
q.join()
print(sorted(done) == [n * n for n in range(50)], q.unfinished_tasks)
for t in threads:
    q.put(None)
for t in threads:
    t.join()
q.join()
print(q.unfinished_tasks, q.empty())
try:
    q.task_done()
except ValueError as e:
    print("ValueError:", e)

# Back-pressure: the producer never gets further ahead than the queue allows.
small = queue.Queue(2)
most = 0
got = []


def producer():
    for n in range(30):
        small.put(n)
    small.put(None)


t = threading.Thread(target=producer)
t.start()
while True:
    most = max(most, small.qsize())
    item = small.get()
    if item is None:
        break
    got.append(item)
t.join()
print(got == list(range(30)), most <= 2)


# A subclass that changes what a queue is.
class Unique(queue.Queue):
    def _init(self, maxsize):
        self.queue = set()

    def _put(self, item):
        self.queue.add(item)

    def _get(self):
        return self.queue.pop()


u = Unique()
for n in (1, 1, 1):
    u.put(n)
print(u.qsize(), u.unfinished_tasks, u.get())


class Failing(queue.Queue):
    fail = True

    def _put(self, item):
        if self.fail:
            raise KeyError("put")
        super()._put(item)


f = Failing(1)
try:
    f.put(1)
except KeyError as e:
    print("KeyError", e, f.qsize(), f.unfinished_tasks)
f.fail = False
f.put(2)
print(f.get(), f.mutex.locked())
