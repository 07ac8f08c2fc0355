# Long enough for runs, galloping and merging: stable, in both directions, partly sorted input.
seed = 1
numbers = []
for i in range(3000):
    seed = seed * 16807 % 2147483647
    numbers.append(seed % 500)
indexed = list(enumerate(numbers))
once = sorted(indexed, key=lambda pair: pair[1])
print(all(a[1] < b[1] or (a[1] == b[1] and a[0] < b[0]) for a, b in zip(once, once[1:])))
back = sorted(indexed, key=lambda pair: pair[1], reverse=True)
print(all(a[1] > b[1] or (a[1] == b[1] and a[0] < b[0]) for a, b in zip(back, back[1:])))
mixed = list(range(500)) + list(range(1000, 400, -1)) + numbers[:300] + [5] * 100
mixed.sort()
print(mixed == sorted(reversed(mixed)), mixed[::150])
print(sorted(numbers)[::300], sorted(map(str, numbers))[::500])
