"""Cells, defaults, functions and classes that threads make for each other."""
import threading

from crew import THREADS, crew

total = 0
functions = []
lock = threading.Lock()


def counter():
    n = 0
    history = []

    def add(by=1, *, keep=True):
        nonlocal n, history
        with lock:
            n += by
            history = history[-5:] + [[n]]
        return n

    def get():
        return n, history

    return add, get


add, get = counter()


def greet(name="nobody", *rest, sep=" "):
    return sep.join([name, *rest])


def work(k, dice, rounds):
    global total
    for i in range(rounds):
        add()
        assert len(get()[1]) <= 6
        what = dice.roll(8)
        if what == 0:
            functions.append(lambda a=[k, i]: (a, k))
        elif what == 1 and functions:
            try:
                assert len(functions.pop()()) == 2
            except IndexError:
                pass
        elif what == 2:
            greet.__defaults__ = ("name%d" % i,)
            greet.__kwdefaults__ = {"sep": "-" * (i % 3)}
        elif what == 3:
            assert greet().startswith("n")
            assert greet("a", "b").startswith("a")
        elif what == 4:
            with lock:
                total += 1
        elif what == 5:
            made = type("Made%d" % i, (Counter,), {"k": k})
            assert made().up() == 1
        elif what == 6:
            greet.tag = [k, i]
            assert len(greet.tag) == 2
        else:
            assert [f() for f in [lambda x=x: x for x in range(5)]] == list(range(5))


class Counter:
    n = 0

    def up(self):
        self.n += 1
        return self.n


rounds_done = []
crew(work)
from crew import ROUNDS

assert get()[0] == THREADS * ROUNDS, get()
print("ok")
