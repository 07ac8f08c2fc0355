PUZZLE = "530070000600195000098000060800060003400803001700020006060000280000419005000080079"


def solve(cells):
    best = None
    for i, value in enumerate(cells):
        if value == "0":
            row, column = divmod(i, 9)
            used = set(cells[row * 9 : row * 9 + 9]) | set(cells[column::9])
            corner = row // 3 * 27 + column // 3 * 3
            for k in (0, 9, 18):
                used |= set(cells[corner + k : corner + k + 3])
            options = [d for d in "123456789" if d not in used]
            if best is None or len(options) < len(best[1]):
                best = i, options
    if best is None:
        return cells
    i, options = best
    for digit in options:
        solution = solve(cells[:i] + [digit] + cells[i + 1 :])
        if solution:
            return solution
    return None


solution = solve(list(PUZZLE))
for row in range(9):
    print(" ".join(solution[row * 9 : row * 9 + 9]))
