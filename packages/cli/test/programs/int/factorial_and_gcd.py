def factorial(n):
    return 1 if n == 0 else n * factorial(n - 1)


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


for n in (0, 1, 5, 12, 13, 20, 21, 25, 30):
    print(n, factorial(n))
print(gcd(factorial(20), 3**40), gcd(2**100, 6**50))
