import math

values = [0.1] * 10
print(sum(values), math.fsum(values), sum([1e16, 1.0, -1e16]), math.fsum([1e16, 1.0, -1e16]))
print(sum([0.1, 0.2, 0.3]), sum([0.1, 0.2], 0.3), sum([1, 0.5, 10**20]))
total = 0.0
for value in values:
    total += value
print(total)
