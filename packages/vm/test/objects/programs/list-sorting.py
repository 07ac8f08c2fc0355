# Sorting with comparisons and keys of the program: the same calls in the same order as in CPython.
def show(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class Less:
    log = []

    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        Less.log.append((self.n, other.n))
        return self.n < other.n

    def __repr__(self):
        return "L%r" % self.n


def sort(ns, **options):
    Less.log.clear()
    items = [Less(n) for n in ns]
    items.sort(**options)
    print([x.n for x in items] == sorted(ns, **options), len(Less.log), hash(tuple(Less.log)))


sort([3, 1, 2])
sort(range(10))
sort(range(10, 0, -1))
sort([i * 7919 % 101 for i in range(150)])
sort([i * 31 % 17 for i in range(300)], reverse=True)
sort([1] * 5 + [2] * 5 + [0] * 70)
sort([i // 10 for i in range(100)] + list(range(100)))
sort(list(range(0, 400, 2)) + list(range(1, 400, 2)))
print(sorted([Less(2), Less(1)], key=lambda x: x.n), sorted("hello", key=str.upper, reverse=True), sorted(["bb", "a"], key=len))

items = [5, 3, 9, 1]


def append(x):
    items.append(1)
    return x


def look(x):
    print(items)
    return x


def fail(x):
    if x == 3:
        raise KeyError(x)
    return x


show(lambda: items.sort(key=append))
print(items)
show(lambda: items.sort(key=look, reverse=True))
print(items)
show(lambda: items.sort(key=fail))
print(items)
show(lambda: [3, "a", 1].sort())
show(lambda: items.sort(key=5))


class Failing:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        if other.n == 2:
            raise ValueError("two")
        return self.n < other.n


objects = [Failing(n) for n in (5, 4, 3, 2, 1)]
show(lambda: objects.sort())
print(sorted(x.n for x in objects))


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        print("bool")
        return self.value


class Odd:
    def __lt__(self, other):
        return Truth(True)


pair = [Odd(), Odd()]
first = pair[0]
pair.sort()
print(pair[0] is first)
show(lambda: [2, 1].sort(reverse=Truth(True)))
