# The largest singular value of an infinite matrix, cut off at N, by power iteration.

from math import sqrt

N = 320


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    return [sum([element(i, j) * value for j, value in enumerate(vector)]) for i in range(N)]


def times_transposed(vector):
    return [sum([element(j, i) * value for j, value in enumerate(vector)]) for i in range(N)]


u = [1.0] * N
for _ in range(6):
    v = times_transposed(times(u))
    u = times_transposed(times(v))
dot_uv = sum([a * b for a, b in zip(u, v)])
dot_vv = sum([a * a for a in v])
print(f"{sqrt(dot_uv / dot_vv):.9f}")
