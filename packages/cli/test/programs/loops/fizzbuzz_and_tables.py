print(*["fizz" * (n % 3 == 0) + "buzz" * (n % 5 == 0) or n for n in range(1, 16)])
for i in range(1, 6):
    print(*[f"{i * j:3}" for j in range(1, 6)])
for i in range(3, 0, -1):
    print(" " * (3 - i) + "*" * (2 * i - 1))
