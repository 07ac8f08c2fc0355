a = [1, [2, 3], 4]
b = a.copy()
b[1].append("shared")
b.append("own")
print(a, b, a.reverse(), a)
print(list(reversed(a)), a[::-1], [].copy(), list(reversed([])))
c = a * 2
c[0] = "changed"
print(a, c, c[1] is c[4])
grid = [[0] * 3] * 2
grid[0][0] = 1
print(grid, grid[0] is grid[1])
