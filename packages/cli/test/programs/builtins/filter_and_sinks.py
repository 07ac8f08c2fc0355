# filter() taken item by item and all at once, with predicates of every kind; generators that are drained by a built-in; -x of the least small int.
class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        print("bool", self.value)
        return self.value

    def __repr__(self):
        return f"Truth({self.value})"


items = [0, 1, "", "a", None, [], [0], 2.5, 0.0]
truths = [Truth(True), 0, Truth(False), 3, Truth(True)]
for f in (None, bool, str, len, str.isdigit, lambda x: x, lambda x: Truth(bool(x))):
    for source in (items, truths, ["", "1", "a", "22"]):
        try:
            print(list(filter(f, source)))
        except TypeError as e:
            print("TypeError", e)
        taken = []
        try:
            for item in filter(f, iter(source)):
                taken.append(item)
        except TypeError as e:
            print("TypeError", e)
        print(taken)
        try:
            print(next(filter(f, (x for x in source)), "none"))
        except TypeError as e:
            print("TypeError", e)


def stop_at_three(x):
    if x == 3:
        raise StopIteration
    return True


print(list(filter(stop_at_three, range(10))))


def fail_at_three(x):
    if x == 3:
        raise ValueError(x)
    return x % 2


it = filter(fail_at_three, range(10))
try:
    print(list(it))
except ValueError as e:
    print("ValueError", e)
print(list(it))
print(sum(filter(lambda x: x % 2, range(10))), any(filter(lambda x: x > 5, range(10))), tuple(filter(None, "a b")))
print(max(filter(lambda x: x < 7, range(10))), min(filter(lambda x: x > 2, [5, 4, 3, 2])), sorted(filter(lambda x: x != 3, [3, 1, 2])))
print(sum(filter(lambda x: x, [1.5, 2, 2**80])), ",".join(filter(lambda s: s, ["a", "", "b"])))
it = filter(lambda x: x > 2, range(10))
print(3 in it, list(it))
it = filter(Truth(True).__class__, [True, False])
print(list(it))


# Generators drained by a built-in.
def numbers(n):
    for k in range(n):
        yield k
    return "unseen"


print(sum(numbers(5)), list(numbers(3)), set(numbers(3)), dict((k, k) for k in numbers(3)), max(numbers(9)))
print(any(x > 2 for x in numbers(5)), all(x < 2 for x in numbers(5)))
g = (x for x in numbers(6))
print(any(x == 2 for x in g), next(g))
print(sum(g))
print(sum([1.5] + [x for x in numbers(3)]), sum((x * 10**20 for x in numbers(3)), 5))


def inside_handler():
    try:
        raise KeyError("handled")
    except KeyError:
        yield 1
        yield []
    yield "after"


for take in (list, set, sum):
    try:
        print(take(inside_handler()))
    except TypeError as e:
        print(type(e).__name__, e, repr(e.__context__))


def unhashable():
    try:
        yield 1
        yield []
    finally:
        print("closed")


try:
    set(unhashable())
except TypeError as e:
    print(e, repr(e.__context__))
try:
    sum(x for x in [1, "a"])
except TypeError as e:
    print(e)


def recursive(g):
    yield 1
    yield sum(g[0])


holder = []
holder.append(recursive(holder))
try:
    sum(holder[0])
except ValueError as e:
    print(e)
for n in (2**30, -(2**30), 2**30 - 1, 1 - 2**30, 0, 1, -1, True, 2**31, 2**53, -(2**62)):
    print(-n, -(-n), - -n == n)
