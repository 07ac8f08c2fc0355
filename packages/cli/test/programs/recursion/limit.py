import sys

print(sys.getrecursionlimit())


def down(n):
    return down(n + 1)


try:
    down(0)
except RecursionError as error:
    print(type(error).__name__, error)


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


print(900 < depth(0) <= 1000)
sys.setrecursionlimit(200)
print(100 < depth(0) <= 200, sys.getrecursionlimit())
sys.setrecursionlimit(5000)


def count(n):
    return 0 if n == 0 else 1 + count(n - 1)


print(count(4000))
for bad in (0, -1, "a"):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
