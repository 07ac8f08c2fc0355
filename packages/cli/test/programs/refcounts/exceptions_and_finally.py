import sys

tracked = object()


def fails(x):
    local = x
    raise ValueError("v")


before = sys.getrefcount(tracked)
try:
    fails(tracked)
except ValueError as e:
    print(sys.getrefcount(tracked) - before)
print(sys.getrefcount(tracked) - before)
saved = None
try:
    fails(tracked)
except ValueError as e:
    saved = e
print(sys.getrefcount(tracked) - before)
saved = None
print(sys.getrefcount(tracked) - before)


def returns(x):
    try:
        return x
    finally:
        y = x


print(sys.getrefcount(returns(tracked)) - before, sys.getrefcount(tracked) - before)
