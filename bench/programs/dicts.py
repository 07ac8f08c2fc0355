# Dicts: counting, grouping, look-ups that miss, deletion, iteration.

WORDS = "the lock that keeps one thread at a time inside of the machine is the one that we look at here".split()


def count_words(rounds):
    counts = {}
    for i in range(rounds):
        for word in WORDS:
            counts[word] = counts.get(word, 0) + i
    return counts


def group(limit):
    groups = {}
    for n in range(limit):
        groups.setdefault(n * 7919 % 1013, []).append(n)
    return sum(len(members) * key for key, members in groups.items())


def churn(limit):
    table = {}
    misses = 0
    for n in range(limit):
        table[n] = n
        if n - 1000 in table:
            del table[n - 1000]
        else:
            misses += 1
    return len(table), misses


def tuple_keys(size):
    grid = {(x, y): x ^ y for x in range(size) for y in range(size)}
    return sum(grid[x, size - 1 - x] for x in range(size)), len(grid)


print(sorted(count_words(120_000).items())[:3])
print(group(900_000), churn(1_500_000), tuple_keys(600))
