def pi_digits(n):
    q, r, t, k, d, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < d * t:
            out.append(d)
            q, r, d = 10 * q, 10 * (r - d * t), (10 * (3 * q + r)) // t - 10 * d
        else:
            q, r, t, x, k, d = q * k, (2 * q + r) * x, t * x, x + 2, k + 1, (q * (7 * k + 2) + r * x) // (t * x)
    return "".join(map(str, out))


print(pi_digits(60))


def factor(n):
    out, d = [], 2
    while d * d <= n:
        while n % d == 0:
            out.append(d)
            n //= d
        d += 1 if d == 2 else 2
    return out + [n] if n > 1 else out


print(factor(2**32 + 1), factor(600851475143), factor(97), factor(2**20))


def isqrt(n):
    x = 1 << (n.bit_length() + 1) // 2
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


print(isqrt(2 * 10**60), isqrt(10**50) == 10**25, pow(7, 10**18, 10**9 + 7), str(2**500)[-10:], sum(int(d) for d in str(3**300)))
