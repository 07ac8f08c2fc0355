# Text from values: f-strings, str.format, %, join, repr.


def run(rounds):
    total = 0
    for i in range(rounds):
        x = i / 7
        total += len(f"{i:>8}|{x:10.3f}|{i:#x}|{'name':<10}|{i:,}")
        total += len("{} of {:05d}: {name!r}".format(i, i % 1000, name="thread"))
        total += len("%d %s %.2f %5s" % (i, "lock", x, i % 13))
        total += len(", ".join([str(i), repr(x), f"{i}"]))
    return total


print(run(160_000))
print(f"{355 / 113:.12f} {10**12:,} {255:08b} {0.000123:g} {'mid':^9}!")
