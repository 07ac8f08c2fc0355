"""Threads that start threads, hand objects on and end; thread-local attributes; daemon threads are there at the end."""
import queue
import threading

from crew import crew

local = threading.local()
results = queue.Queue()


class Named(threading.Thread):
    def __init__(self, value):
        super().__init__()
        self.value = value
        self.result = None

    def run(self):
        local.value = [self.value]
        self.result = sum(local.value) + len(self.name) * 0
        results.put({"thread": self, "value": [self.value]})


def work(k, dice, rounds):
    for i in range(max(2, rounds // 40)):
        local.mine = [k, i]
        children = [Named(k * 100 + j) for j in range(2)]
        for child in children:
            child.start()
        for child in children:
            child.join()
            assert child.result == child.value
        assert local.mine == [k, i] and not hasattr(local, "value")
        for _ in children:
            got = results.get()
            assert got["thread"].value == got["value"][0]


idle = threading.Event()
for _ in range(2):
    threading.Thread(target=idle.wait, daemon=True).start()
crew(work)
assert results.empty()
print("ok")
