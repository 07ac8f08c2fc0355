# Matrices as lists of lists: product, transpose, determinant by elimination.


def make(n, seed):
    rows = []
    for _ in range(n):
        row = []
        for _ in range(n):
            seed = (seed * 16807) % 2147483647
            row.append(seed % 1000 / 500.0 - 1.0)
        rows.append(row)
    return rows


def multiply(a, b):
    n, m, p = len(a), len(b), len(b[0])
    out = [[0.0] * p for _ in range(n)]
    for i in range(n):
        row = a[i]
        line = out[i]
        for k in range(m):
            factor = row[k]
            other = b[k]
            for j in range(p):
                line[j] += factor * other[j]
    return out


def transpose(a):
    return [list(column) for column in zip(*a)]


def determinant(a):
    a = [row[:] for row in a]
    n = len(a)
    result = 1.0
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(a[r][i]))
        if pivot != i:
            a[i], a[pivot] = a[pivot], a[i]
            result = -result
        result *= a[i][i]
        for r in range(i + 1, n):
            factor = a[r][i] / a[i][i]
            for c in range(i, n):
                a[r][c] -= factor * a[i][c]
    return result


a, b = make(235, 1), make(235, 2)
product = multiply(a, transpose(b))
print(f"{sum(product[i][i] for i in range(235)):.9f}")
print(f"{determinant(make(185, 3)):.6e}")
