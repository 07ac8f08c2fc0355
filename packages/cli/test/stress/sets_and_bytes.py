"""One set, one bytearray and one deque for all threads."""
from collections import deque

from crew import ROUNDS, THREADS, crew

numbers = set()
text = bytearray()
queue = deque(maxlen=50)
seen = set()


def work(k, dice, rounds):
    for i in range(rounds):
        n = dice.roll(30)
        what = dice.roll(9)
        if what == 0:
            numbers.add(n)
        elif what == 1:
            numbers.discard(n)
        elif what == 2:
            n in numbers
        elif what == 3:
            numbers.update((n, str(n)))
        elif what == 4:
            try:
                numbers.pop()
            except KeyError:
                pass
        elif what == 5:
            text.extend(b"abc")
            if len(text) > 300:
                del text[:]
        elif what == 6:
            assert set(bytes(text)) <= set(b"abc")
        elif what == 7:
            queue.append((k, i))
            if dice.roll(2):
                try:
                    assert len(queue.popleft()) == 2
                except IndexError:
                    pass
        else:
            assert len(frozenset(numbers)) <= 60
        seen.add((k, i))


crew(work)
assert len(seen) == THREADS * ROUNDS
assert set(bytes(text)) <= set(b"abc")
print("ok")
