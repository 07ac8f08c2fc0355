"""One list, changed and read in every way by all threads; and one that only grows."""
from crew import ROUNDS, THREADS, crew

shared = []
grown = []


def work(k, dice, rounds):
    for i in range(rounds):
        what = dice.roll(14)
        if what < 3:
            shared.append((k, i))
        elif what == 3:
            try:
                assert len(shared.pop()) == 2
            except IndexError:
                pass
        elif what == 4:
            shared.insert(dice.roll(10), (k, [i]))
        elif what == 5:
            shared.extend([(k, i), (i, k)])
        elif what == 6:
            shared[:2] = [(k, "x")]
        elif what == 7:
            assert all(len(pair) == 2 for pair in shared)
        elif what == 8:
            shared.sort(key=lambda pair: str(pair)) if i % 20 == 0 else shared.reverse()
        elif what == 9:
            try:
                shared[dice.roll(20)] = (i, {k: i})
            except IndexError:
                pass
        elif what == 10:
            try:
                del shared[dice.roll(20)]
            except IndexError:
                pass
        elif what == 11:
            assert len(shared + [(1, 2)]) >= 1
        elif what == 12:
            (k, i) in shared
        else:
            try:
                shared[dice.roll(5)]
            except IndexError:
                pass
        if len(shared) > 100:
            del shared[50:]
        grown.append(i)


try:
    crew(work)
except ValueError as error:
    assert "modified during sort" in str(error), error
else:
    assert len(grown) == THREADS * ROUNDS
    assert sum(grown) == THREADS * sum(range(ROUNDS))
assert all(len(pair) == 2 for pair in shared)
print("ok")
