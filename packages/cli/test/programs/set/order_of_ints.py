# Sets of ints iterate in the order of CPython's table.
print({3, 1, 2}, {10, 5, 0}, {100, 50, 25, 12}, {8, 16, 24, 32}, {-1, -2, -3}, set(range(10, 0, -1)))
print({1000, 1, 64, 63, 128, 7}, set([97, 33, 65, 1, 129]), {2**40, 5, 2**33}, {0, 8, 16, 1, 9})
s = set()
for i in range(0, 200, 17):
    s.add(i)
print(s)
for i in range(0, 200, 34):
    s.discard(i)
print(s)
s.update(range(5))
print(s, list(s), sorted(s))
print({0.5, 1.5, -2.25}, {1.0, 2, 3.5}, {True, False, 5}, {(1,), (2,), (3, 4)})
