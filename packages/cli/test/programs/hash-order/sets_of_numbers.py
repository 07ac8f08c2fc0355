print({1.5, 2.5, 3, 4, 10**20, -7}, {(0, 1), (1, 0), (2, 2)}, {2**64, 2**63, 1}, {-1, -2, 0, 1, 2}, {100, 200, 300, 400, 500, 600})
s = set()
for i in range(20):
    s.add(i * i * 31 % 97)
print(s)
print(frozenset(range(50, 0, -7)), {frozenset([1]), frozenset([2])} == {frozenset([2]), frozenset([1])}, set([float(i) for i in range(20, 10, -1)]), {x / 4 for x in range(8)})
s = set(range(1000))
for i in range(1000):
    if i % 37:
        s.discard(i)
print(s)
s |= {5, 6, 7}
print(s, sorted(s)[:3], set(list(s)))
