n = 10
n += 5
print(n)
n -= 3
n *= 4
print(n)
n //= 5
n **= 3
print(n)
n %= 100
n <<= 10
print(n)
n >>= 3
n |= 1
n &= 0xFF
n ^= 3
print(n)
n /= 2
print(n)
