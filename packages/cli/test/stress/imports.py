"""All threads import the same modules at once, and one that takes long to be made."""
import os
import sys
import threading

from crew import crew

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "parts"))
modules = []


def work(k, dice, rounds):
    import heapq
    import string

    import slow_part
    from slow_part import make

    assert slow_part.ready == 50, slow_part.ready
    assert make(k).value == k
    import circle_a
    import circle_b

    assert circle_a.name == "a" and circle_b.name == "b"
    heap = []
    for i in range(50):
        heapq.heappush(heap, (dice.roll(100), i))
    assert heap[0] == min(heap)
    assert string.digits == "0123456789"
    modules.append(slow_part)


crew(work)
assert len(set(map(id, modules))) == 1
print("ok")
