a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a & b, a | b, a - b, b - a, a ^ b)
print(a.intersection(b), a.union(b), a.difference(b), a.symmetric_difference(b))
print(a.union([7], (8,)), a.intersection([1, 3], {1, 2}), a.difference([1], [2]), a.union(), set().union("a"))
print({1, 2} <= a, a <= a, a < a, a >= {1}, a > {1}, a.issubset(range(10)), a.issuperset([1]), a.isdisjoint([9]), a.isdisjoint(b))
print(a == {4, 3, 2, 1}, a != b, {1} < {2}, {1} > {2}, set() <= set(), a == [1, 2, 3, 4])
