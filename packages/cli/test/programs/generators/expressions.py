g = (x * x for x in range(5) if x % 2)
print(type(g), g.__name__, next(g), list(g), list(g))
print(sum(x for x in range(4)), max((len(w) for w in "a bb ccc".split()), default=0), list((a, b) for a in range(2) for b in "xy"), any(x > 2 for x in [1, 2, 3]), tuple(i for i in ()))
n = 2
lazy = (n * i for i in range(3))
n = 10
print(list(lazy))


def first(it):
    print("evaluated")
    return it


g = (x for x in first([1, 2]))
print("made", list(g))
try:
    (x for x in 5)
except TypeError as error:
    print(error)
print(dict((k, v) for k, v in [("a", 1)]), sorted(x for x in "cab"), ",".join(str(i) for i in range(3)), *(i for i in "ab"))
