def stats(values):
    return min(values), max(values), sum(values) / len(values)


low, high, mean = stats([3, 1, 4, 1, 5])
print(low, high, mean, stats([1]))
low, high = high, low
print(low, high)
a = b = c = 0
a, b, c = c + 1, a + 2, b + 3
print(a, b, c)
for i, (x, y) in enumerate([(1, 2), (3, 4)]):
    print(i, x, y)
for n, in [(1,), (2,)]:
    print(n)
