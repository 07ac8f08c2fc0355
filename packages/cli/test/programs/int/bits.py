print(12 & 10, 12 | 10, 12 ^ 10, ~12)
print(-12 & 10, -12 | 10, -12 ^ 10, -12 & -10, -12 | -10, -12 ^ -10)
big = 0xDEADBEEFCAFEBABE0123456789ABCDEF
print(hex(big & 0xFFFF0000FFFF0000FFFF), hex(big | 1 << 130), hex(big ^ -1))
print(big & -big, -big & 0xFF, -big | 0xFF, -big ^ big)
print(True & 1, True | False, True ^ True, True & True)
