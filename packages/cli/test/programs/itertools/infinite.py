from itertools import count, cycle, repeat, islice

print(list(islice(count(), 3)), list(islice(count(5, 2), 3)), list(islice(count(0.5, 0.25), 3)), list(islice(cycle("ab"), 5)), list(repeat("x", 3)), list(islice(repeat(1), 2)), next(count(10**20)))
c = count(1)
print(next(c), next(c), repr(c), repr(repeat(5, 2)), list(islice(range(10), 2, 8, 2)), list(islice("abc", None)), list(islice("abc", 1, None)))
for call in (lambda: islice([1], -1), lambda: islice([1], 0, 1, 0), lambda: count("a"), lambda: list(cycle([])), lambda: repeat(), lambda: islice([1], "a")):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
