import sys


class C:
    pass


value = []
c = C()
c.x = value
print(sys.getrefcount(value), sys.getrefcount(c))
c.y = value
del c.x
print(sys.getrefcount(value))
method = c.__init__
print(sys.getrefcount(c))
del method
for item in [value]:
    print(sys.getrefcount(value))
del item
it = iter(value)
print(sys.getrefcount(value))
list(it)
print(sys.getrefcount(value))
e = ValueError(value)
print(sys.getrefcount(value))
del e, c
print(sys.getrefcount(value))
