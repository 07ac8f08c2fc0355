import sys

print(all(sys.getrefcount(x) > 1000 for x in (None, True, False, 0, 1, -5, 256, "", ())))
a = [None] * 1000
print(sys.getrefcount(None) == sys.getrefcount(None))
x = [1]
print(sys.getrefcount(x), (lambda: sys.getrefcount(x))(), [sys.getrefcount(x) for _ in range(2)], {k: sys.getrefcount(x) for k in "ab"})
y, z = x, x
print(sys.getrefcount(x), max(sys.getrefcount(v) for v in (x,)))
