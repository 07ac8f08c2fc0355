a = 10**40 + 12345
for b in (7, -7, 10**9, 2**53 + 1, 10**20 + 3, -(10**39), 10**41):
    q, r = divmod(a, b)
    print(q, r, q * b + r == a)
    q, r = divmod(-a, b)
    print(q, r, q * b + r == -a)
