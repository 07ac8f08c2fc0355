# Iterators, zip, map, filter, enumerate, reversed over objects of the program.
def show(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class Items:
    def __getitem__(self, k):
        if k < 3:
            return k * 10
        raise IndexError

    def __len__(self):
        return 3


class Reversible:
    def __reversed__(self):
        return iter("rev")


class Counter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


class NotIterator:
    def __iter__(self):
        return 5


def broken():
    yield 1
    raise ValueError("generator")


print(list(Items()), list(reversed(Items())), 10 in Items(), list(enumerate(Items(), Index(5))), iter(Items()).__length_hint__())
print(list(reversed(Reversible())), reversed(Items()).__length_hint__(), list(Counter(3)), tuple(Counter(2)), set(Counter(3)), dict(enumerate(Counter(2))))
show(lambda: list(NotIterator()))
show(lambda: list(zip(Counter(2), "ab", broken())))
show(lambda: list(zip(Counter(3), Counter(2))))
for pair in [(Counter(1), []), ([], Counter(1)), (Counter(2), Counter(1)), (Counter(1), Counter(2)), (broken(), [1])]:
    show(lambda: list(zip(*pair, strict=True)))
print(list(zip(*[iter(range(6))] * 2)), list(zip()), list(enumerate(zip("ab", enumerate("cd")))))
show(lambda: list(map(next, [iter([1]), iter([])])))
show(lambda: list(map(lambda a, b: a + b, [1, 2], Counter(2))))
show(lambda: list(map(str.upper, ["a", 1])))
show(lambda: list(map(len, ["a", [1, 2]])) + list(map({1: 2}.get, [1, 3])) + list(map(int, "12")) + list(map(Index, [])))
show(lambda: list(map(5, [1])))
show(lambda: list(filter(lambda x: x > 1, Counter(4))) + list(filter(None, [0, "", "a"])) + list(filter(bool, [0, 2])) + list(filter(str.isdigit, "a1")))


class Truthless:
    def __bool__(self):
        raise TypeError("no truth")


show(lambda: list(filter(None, [Truthless()])))
show(lambda: list(filter(lambda x: Truthless(), [1])))
ticks = iter([1, 2, 3, 4]).__next__
print(list(iter(ticks, 3)), next(iter(ticks, 0)))


def stop():
    raise StopIteration


print(list(iter(stop, 1)))
it = iter([1, 2, 3])
next(it)
print(it.__length_hint__(), list(it), it.__length_hint__(), next(it, None))
for it in (iter((1, 2)), iter({1: 2, 3: 4}), iter({1: 2}.items()), iter({5, 6}), iter(range(3)), iter(range(2**70, 2**70 + 2)), reversed([1, 2])):
    first = next(it)
    print(first, it.__length_hint__(), list(it), next(it, "end"))
e = enumerate("ab", 2**30 - 1)
print(list(e), list(enumerate([1], 2**70)), list(enumerate("a", -1)))
print(range(Index(1), Index(9), Index(3)), list(range(Index(3))), Index(1) in [1], range(10)[Index(2)], range(10)[Index(1) : Index(4)])


class EqualsTwo:
    def __eq__(self, other):
        return other == 2


print(EqualsTwo() in range(5), range(5).index(EqualsTwo()), range(5).count(EqualsTwo()))
print(slice(Index(1), Index(4), Index(2)).indices(Index(10)), [0, 1, 2, 3, 4][slice(Index(1), Index(4), Index(2))])
show(lambda: slice(1, 2) < slice(1, "a"))
show(lambda: [1, 2][EqualsTwo() :])


class BadIndex:
    def __index__(self):
        return "x"


show(lambda: [1][BadIndex()])
show(lambda: range(BadIndex()))
show(lambda: [1] * BadIndex())
show(lambda: enumerate([], BadIndex()))
