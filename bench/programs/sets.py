# Sets: membership, algebra, frozen sets as keys, sums found by looking up.


def walk(limit):
    """How far a walk gets before it steps where it was."""
    seen = set()
    n = 1
    while n not in seen:
        seen.add(n)
        n = (n * n + 12345) % limit
    return len(seen)


def algebra(rounds):
    a = set(range(0, 200, 2))
    b = set(range(0, 200, 3))
    total = 0
    for i in range(rounds):
        a.add(i % 331)
        b.discard(i % 97)
        total += len(a & b) + len(a | b) - len(a ^ b)
        total += a.isdisjoint(b) + (b <= a)
    return total


def flood(size):
    """Cells that a flood reaches, one ring after the other."""
    walls = {(x, y) for x in range(size) for y in range(size) if (x * y + x) % 7 == 3}
    reached = {(0, 0)}
    edge = reached
    while edge:
        around = {(x + dx, y + dy) for x, y in edge for dx, dy in ((0, 1), (1, 0), (0, -1), (-1, 0))}
        edge = {(x, y) for x, y in around if 0 <= x < size and 0 <= y < size} - walls - reached
        reached |= edge
    return len(reached)


def pair_sums(limit, target):
    have = set()
    found = 0
    for n in range(limit):
        value = n * 7919 % 100_003
        if target - value in have:
            found += 1
        have.add(value)
    return found


groups = {}
for n in range(200_000):
    groups.setdefault(frozenset((n % 3, n % 5, n % 7)), []).append(n)
print(walk(10**9 + 7), algebra(40_000), flood(230), pair_sums(1_000_000, 100_000), len(groups))
