# What Counter does with elements one by one: iterables of all kinds, elements with their own hash and comparison, subclasses, counts that are no ints.
from collections import Counter


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        print("hash", self.n)
        return self.n % 2

    def __eq__(self, other):
        print("eq", self.n, other.n)
        return self.n == other.n

    def __repr__(self):
        return f"Key({self.n})"


print(Counter("abracadabra"), Counter([1, 1.0, True, 2**70, 2**70]), Counter(x % 3 for x in range(10)))
print(Counter({"a": 1}.items()), Counter(b"aab"), Counter([(1, 2), (1, 2), ()]), Counter(map(str, [1, 1, 2])))
print(Counter([Key(1), Key(2), Key(3), Key(1)]))
counter = Counter(a=1.5, b=2**30 - 1, c=-1, d=2**80, e=True)
for _ in range(2):
    counter.update("abcde")
print(counter, [type(v).__name__ for v in counter.values()])
for bad in ([1, 2, []], 5, None, [{}]):
    counter = Counter("x")
    try:
        counter.update(bad)
    except TypeError as e:
        print(type(e).__name__, e)
    print(counter)
counter = Counter(a="text")
try:
    counter.update("ba")
except TypeError as e:
    print(e, counter)


def failing():
    yield 1
    yield 1
    raise ValueError("in the middle")


counter = Counter()
try:
    counter.update(failing())
except ValueError as e:
    print(e, counter)


class Loud(Counter):
    def __setitem__(self, key, value):
        print("set", key, value)
        super().__setitem__(key, value)


class Getting(Counter):
    def get(self, key, default=None):
        print("get", key, default)
        return super().get(key, default)


class Missing(Counter):
    def __missing__(self, key):
        return 100


for cls in (Loud, Getting, Missing):
    print(cls("aba"), cls(["x"]))
counter = Counter()


def feeding():
    yield "a"
    counter["a"] += 10
    yield "a"
    counter.clear()
    yield "a"
    counter["b"] = 5
    yield "b"


counter.update(feeding())
print(counter)
words = "the quick brown fox jumps over the lazy dog the end".split()
print(Counter(words).most_common(2), Counter(words).total(), Counter(len(w) for w in words))
