d = {v: i for i, v in enumerate([5, 3, 9, 1])}
print(d, set(d), set(d.values()), set(d) - {3}, d.keys() & {9, 5}, d.keys() | {0, 64}, {3, 9} - d.keys(), d.keys() ^ {1, 2})
print(set(d.items()) & {(5, 0), (1, 3)}, set([(1, 2), (3, 4)]), set(map(abs, [-5, 5, -8, 16])), set(zip(range(3), range(3))))
s = {1, 2, 3}
s.update(range(60, 70))
print(s)
s.intersection_update(range(2, 65))
print(s)
print(s.pop(), s.pop(), s)
