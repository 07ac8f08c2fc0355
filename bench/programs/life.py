# Conway's game of life on a torus: lists of lists, index arithmetic, a glider gun's worth of generations.

SIZE = 64


def neighbours(grid, x, y):
    above, here, below = grid[y - 1], grid[y], grid[(y + 1) % SIZE]
    right = (x + 1) % SIZE
    return above[x - 1] + above[x] + above[right] + here[x - 1] + here[right] + below[x - 1] + below[x] + below[right]


def step(grid):
    out = []
    for y in range(SIZE):
        row = []
        for x in range(SIZE):
            n = neighbours(grid, x, y)
            row.append(1 if n == 3 or (n == 2 and grid[y][x]) else 0)
        out.append(row)
    return out


grid = [[1 if (x * x + y * 3 + x * y) % 5 < 2 else 0 for x in range(SIZE)] for y in range(SIZE)]
for _ in range(500):
    grid = step(grid)
print(sum(map(sum, grid)))
print("\n".join("".join(".#"[cell] for cell in row) for row in grid[:4]))
