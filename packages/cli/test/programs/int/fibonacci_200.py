a, b = 0, 1
for n in range(201):
    if n % 20 == 0:
        print(n, a)
    a, b = b, a + b
