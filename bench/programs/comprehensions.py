# Comprehensions of every kind, nested and filtered.


def run(rounds):
    total = 0
    for i in range(rounds):
        row = [x * i for x in range(50)]
        even = [x for x in row if x % 2 == 0]
        pairs = [(x, y) for x in range(8) for y in range(x)]
        table = {x: x + i for x in range(30)}
        kinds = {x % 7 for x in row}
        grid = [[x ^ y for x in range(6)] for y in range(6)]
        total += len(even) + len(pairs) + sum(table.values()) + len(kinds) + sum([sum(line) for line in grid])
    return total


print(run(45_000))
