# Integers of many digits: factorials, Fibonacci, powers, digits of pi, a primality test, decimal text.


def factorial(n):
    result = 1
    for k in range(2, n + 1):
        result *= k
    return result


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def pi_digits(count):
    unity = 10 ** (count + 10)

    def arctan(x):
        power = unity // x
        total = power
        n = 3
        sign = -1
        while power:
            power //= x * x
            total += sign * (power // n)
            sign = -sign
            n += 2
        return total

    return 4 * (4 * arctan(5) - arctan(239)) // 10**10


def is_prime(n):
    d, twos = n - 1, 0
    while d % 2 == 0:
        d //= 2
        twos += 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23):
        x = pow(base, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def collatz(n):
    steps = 0
    while n != 1:
        n = 3 * n + 1 if n & 1 else n >> 1
        steps += 1
    return steps


print(factorial(9500) % (10**9 + 7), len(str(factorial(1400))))
print(fibonacci(200_000) % 10**20)
print(str(pi_digits(4200))[-20:])
print([p for p in (89, 107, 127, 257, 521, 523, 607, 1279, 2203) if is_prime(2**p - 1)])
print(collatz(3**6500 + 2), collatz(2**8500 + 27))
