"""Strings, tuples, numbers and frozensets that all threads hold, drop and make new ones of."""
from crew import ROUNDS, THREADS, crew

table = [None] * 16
log = []


def work(k, dice, rounds):
    line = ""
    for i in range(rounds):
        n = dice.roll(16)
        what = dice.roll(8)
        if what == 0:
            table[n] = ("t", k, i, float(i), 10**20 + i)
        elif what == 1:
            table[n] = "text %d" % i + "é" * (i % 3)
        elif what == 2:
            value = table[n]
            assert value is None or len(str(value)) > 0
        elif what == 3:
            table[n] = frozenset([i, k, "x"])
        elif what == 4:
            a, b = table[n], table[(n + 1) % 16]
            assert (a == b) in (True, False)
        elif what == 5:
            table[n] = (table[n], table[(n + 3) % 16]) if dice.roll(4) else None
        elif what == 6:
            line += str(i)
        else:
            table[n] = float(i) * 1.5
        log.append(line[-3:])
        if i % 50 == 0:
            table[n] = None


crew(work)
assert len(log) == THREADS * ROUNDS
table.clear()
print("ok")
