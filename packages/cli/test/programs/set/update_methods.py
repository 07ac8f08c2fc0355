s = {1, 2, 3}
s |= {4}
s &= {2, 3, 4}
print(s)
s -= {2}
s ^= {3, 9}
print(s)
s.update([1, 2], (5,))
s.intersection_update(range(6))
print(s)
s.difference_update([1], [2])
s.symmetric_difference_update([5, 6])
print(s, s.copy() == s, s.copy() is s)
alias = s
alias |= {100}
print(s)
s.clear()
print(s, alias)
