import sys

a = object()
print(sys.getrefcount(a))
b = a
print(sys.getrefcount(a))
items = [a, a, a]
print(sys.getrefcount(a))
d = {"k": a, a: 1}
t = (a,)
s = {a}
print(sys.getrefcount(a))
del b, items[0], d["k"]
print(sys.getrefcount(a))
items.clear()
d.clear()
del t
s.pop()
print(sys.getrefcount(a))
