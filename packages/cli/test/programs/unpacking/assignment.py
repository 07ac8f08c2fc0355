a, b = 1, 2
(c, d), e = [3, 4], 5
[f, g] = "xy"
h, *i = range(4)
*j, k = "abc"
l, *m, n = [1, 2]
o, (p, *q), *r = 1, "pqr", 3, 4
print(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r)
x = y = z = []
x.append(1)
print(y is z, z)
a, b, c = {"k": 1, "l": 2, "m": 3}
print(a, b, c)
a, a = 1, 2
print(a)
(a) = 5
[a], (b,) = [1], [2]
print(a, b)
() = []
[] = ()
