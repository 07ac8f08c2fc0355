print(range(5), range(2, 5), range(0, 10, 3), range(5, 0, -1), repr(range(0)), list(range(5)), list(range(2, 5)), list(range(0, 10, 3)), list(range(5, 0, -2)), list(range(0)), list(range(5, 2)))
r = range(3, 20, 4)
print(len(r), r[0], r[-1], r[1:3], r[::-1], r[::2], r.start, r.stop, r.step, 7 in r, 8 in r, "a" in r, 7.0 in r, r.index(11), r.count(7), r.count(8), bool(r), bool(range(0)))
print(range(0, 3, 2) == range(0, 4, 2), range(0) == range(5, 5), range(3) == [0, 1, 2], hash(range(3)) == hash(range(0, 3, 1)), list(reversed(range(4))), sum(range(101)), max(range(5)))
