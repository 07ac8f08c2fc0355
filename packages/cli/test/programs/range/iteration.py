it = iter(range(3))
print(next(it), it.__length_hint__(), next(it), next(it), next(it, "end"))
r = range(3)
print([(a, b) for a in r for b in r if a < b], list(zip(r, r)), [*r, *r], tuple(r), set(r))
for i in range(3):
    i += 10
    print(i, end=" ")
for i in range(0):
    pass
print(i)
for i in range(10, -1, -5):
    print(i, end=" ")
print(list(range(True, 5)), list(range(-3)), list(range(-3, 0)))
