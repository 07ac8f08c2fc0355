r = range(10**20, 10**20 + 10, 3)
print(list(r), r[1], r[-1], 10**20 + 3 in r, 10**20 + 4 in r, r.index(10**20 + 6), r[::-1])
print(range(2**31 - 2, 2**31 + 2)[3], [n for n in range(2**31 - 2, 2**31 + 2)], list(range(-(2**31) - 1, -(2**31) + 2)))
print(range(10**30)[10**29], 5 in range(10**30), range(0, 10**30, 10**29)[2], bool(range(10**30)), range(10**18)[-1])
for i in range(2**62 - 1, 2**62 + 2):
    print(i, end=" ")
print()
