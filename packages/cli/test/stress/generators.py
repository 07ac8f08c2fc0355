"""Generators and iterators that all threads resume: each value comes to one of them."""
import itertools
import threading

from crew import THREADS, crew


def count(n):
    kept = []
    for i in range(n):
        kept.append([i])
        yield kept[-1]


TOTAL = 200 * THREADS
source = count(TOTAL)
taken = []
busy = []
numbers = itertools.count()
pairs = enumerate(itertools.repeat("x"))
chained = itertools.chain.from_iterable([k, [k]] for k in range(TOTAL))
lock = threading.Lock()


def echo():
    value = None
    while True:
        value = yield [value]


def work(k, dice, rounds):
    while True:
        try:
            taken.append(next(source)[0])
        except StopIteration:
            break
        except ValueError as error:
            assert str(error) == "generator already executing", error
            busy.append(1)
        if dice.roll(3) == 0:
            next(numbers)
            assert next(pairs)[1] == "x"
            try:
                next(chained, None)
            except ValueError:
                pass
    mine = echo()
    next(mine)
    for i in range(50):
        assert mine.send((k, i)) == [(k, i)]
    with lock:
        holder.append(mine)
    squares = (n * n for n in range(20))
    assert sum(squares) == 2470


holder = []
crew(work)
assert sorted(taken) == list(range(TOTAL))
for generator in holder:
    assert generator.send(1) == [1]
    generator.close()
print("ok")
