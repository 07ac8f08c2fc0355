"""Objects with __del__, in cycles and out of them, made and dropped in all threads, with collections in between."""
import gc

from crew import ROUNDS, THREADS, crew

gone = []
passed = [None] * 8


class Mortal:
    def __init__(self, number, friend=None):
        self.number = number
        self.friend = friend

    def __del__(self):
        gone.append(self.number)


def work(k, dice, rounds):
    for i in range(rounds):
        m = Mortal((k, i))
        what = dice.roll(5)
        if what == 0:
            m.friend = m
        elif what == 1:
            m.friend = Mortal(None, m)
            gone_friend.append(1)
        elif what == 2:
            passed[dice.roll(8)] = m
        elif what == 3:
            m.friend = [passed[dice.roll(8)], {"m": m}]
        if dice.roll(60) == 0:
            gc.collect()
        del m


gone_friend = []
crew(work)
passed.clear()
gc.collect()
assert len(gone) == THREADS * ROUNDS + len(gone_friend), (len(gone), len(gone_friend))
assert len(set(gone) - {None}) == THREADS * ROUNDS
print("ok")
