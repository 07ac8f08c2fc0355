a = set(range(0, 60, 7))
b = set(range(0, 60, 5))
print(a, b)
print(a | b, a & b, a - b, a ^ b, b | a, b & a, b - a, b ^ a)
a |= b
print(a)
a -= {0, 5, 10}
print(a, a.pop(), a.pop(), a)
print(set([5, 3, 8]) | {20, 1}, frozenset([9, 17, 1]), set(frozenset([40, 8, 16])), {x * x for x in range(12)}, set({9: 1, 1: 1, 17: 1}))
