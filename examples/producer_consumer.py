# One thread makes things, two threads use them, and a small queue lies between.
#
# The queue is made of plain locks, used as gates: a thread that finds the queue
# empty (or full) leaves a locked Lock in the list of those who wait and then
# acquires it again; whoever changes the queue opens the gate by releasing it. That
# is how threading.Condition works inside.
#
# What to look for: in `watch`, the consumers sleep at their gates while the
# producer works and the other way round, and the GIL follows whoever has something
# to do. The sums at the end are always the same; who got which item is not.
#
#   gilscope run examples/producer_consumer.py
#   gilscope watch examples/producer_consumer.py

from threading import Lock, Thread, current_thread


class Queue:
    """First in, first out; holds at most `size` items."""

    def __init__(self, size):
        self.size = size
        self.items = []
        self.mutex = Lock()
        self.wants_item = []
        self.wants_room = []

    def wait(self, waiters):
        """Sleep until somebody opens our gate. The mutex is given up meanwhile."""
        gate = Lock()
        gate.acquire()
        waiters.append(gate)
        self.mutex.release()
        gate.acquire()
        self.mutex.acquire()

    def put(self, item):
        with self.mutex:
            while len(self.items) >= self.size:
                self.wait(self.wants_room)
            self.items.append(item)
            if self.wants_item:
                self.wants_item.pop(0).release()

    def get(self):
        with self.mutex:
            while not self.items:
                self.wait(self.wants_item)
            item = self.items.pop(0)
            if self.wants_room:
                self.wants_room.pop(0).release()
            return item


def produce(queue, consumers):
    for number in range(1, ITEMS + 1):
        queue.put(number)
    for _ in range(consumers):
        queue.put(None)


def consume(queue, results):
    taken = []
    while (item := queue.get()) is not None:
        taken.append(item)
    results[current_thread().name] = taken


ITEMS = 2_000
queue = Queue(4)
results = {}
threads = [Thread(target=consume, args=(queue, results), name=f"consumer {n}") for n in (1, 2)]
threads.append(Thread(target=produce, args=(queue, 2), name="producer"))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

everything = sorted(item for taken in results.values() for item in taken)
print("consumers:", *sorted(results))
print("items taken:", len(everything))
print("each once, none lost:", everything == list(range(1, ITEMS + 1)))
print("in order for each consumer:", all(taken == sorted(taken) for taken in results.values()))
