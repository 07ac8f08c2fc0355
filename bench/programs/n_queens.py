# All ways to place N queens: bit masks and recursion, then once more with sets.


def with_masks(n):
    full = (1 << n) - 1

    def place(columns, left, right):
        if columns == full:
            return 1
        found = 0
        free = full & ~(columns | left | right)
        while free:
            bit = free & -free
            free ^= bit
            found += place(columns | bit, (left | bit) << 1, (right | bit) >> 1)
        return found

    return place(0, 0, 0)


def with_sets(n):
    columns, sums, differences = set(), set(), set()

    def place(row):
        if row == n:
            return 1
        found = 0
        for column in range(n):
            if column in columns or row + column in sums or row - column in differences:
                continue
            columns.add(column)
            sums.add(row + column)
            differences.add(row - column)
            found += place(row + 1)
            columns.discard(column)
            sums.discard(row + column)
            differences.discard(row - column)
        return found

    return place(0)


print(with_masks(12), with_sets(10), with_masks(12))
