print(1 << 0, 1 << 30, 1 << 31, 1 << 32, 1 << 64, -1 << 40)
print(1024 >> 3, -1 >> 5, -1024 >> 3, -7 >> 1, 7 >> 100, -7 >> 100)
print((10**30) >> 50, (-(10**30)) >> 50, (10**30) << 7)
print(0 << 1000, 0 >> 1000)
for shift in (-1, -100):
    try:
        print(1 << shift)
    except ValueError as error:
        print(error)
    try:
        print(1 >> shift)
    except ValueError as error:
        print(error)
