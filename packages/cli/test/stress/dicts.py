"""One dict, changed and read in every way by all threads."""
from crew import ROUNDS, THREADS, crew

shared = {}
own = {}


def work(k, dice, rounds):
    for i in range(rounds):
        key = dice.roll(40)
        what = dice.roll(12)
        if what == 0:
            shared[key] = [k, i]
        elif what == 1:
            shared.pop(key, None)
        elif what == 2:
            value = shared.get(key)
            assert value is None or len(value) == 2, value
        elif what == 3:
            assert len(shared.setdefault(key, [k, i])) == 2
        elif what == 4:
            shared.update({key: [k, i], key + 1: [i, k]})
        elif what == 5:
            try:
                for name, value in shared.items():
                    assert len(value) == 2
            except RuntimeError as error:
                assert "changed" in str(error), error
        elif what == 6:
            assert all(len(v) == 2 for v in list(shared.values()))
        elif what == 7:
            copy = dict(shared)
            assert len(copy) <= 41
        elif what == 8:
            try:
                del shared[key]
            except KeyError:
                pass
        elif what == 9:
            try:
                shared.popitem()
            except KeyError:
                pass
        elif what == 10:
            shared[(key, str(i))] = [(k, i), {key: i}]
            shared.pop((key, str(i)), None)
        elif key == 0:
            shared.clear()
        own[k, i] = i


crew(work)
assert len(own) == THREADS * ROUNDS
assert sum(own.values()) == THREADS * sum(range(ROUNDS))
assert all(len(v) == 2 for v in shared.values())
print("ok")
