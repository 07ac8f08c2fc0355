# Crossing 31, 53 and 64 bits, in both directions.
for bits in (30, 31, 32, 53, 54, 62, 63, 64, 65, 100):
    n = 1 << bits
    print(bits, n - 1, n, n + 1, -n, -n - 1)
    print(n - n, (n + 1) - n, (n * 2) // n, n - (n - 1))
