# Primes: a plain sieve over a list, then one with slice assignment over a bytearray.


def plain(limit):
    composite = [False] * (limit + 1)
    primes = []
    for n in range(2, limit + 1):
        if not composite[n]:
            primes.append(n)
            for multiple in range(n * n, limit + 1, n):
                composite[multiple] = True
    return primes


def sliced(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0] = flags[1] = 0
    n = 2
    while n * n <= limit:
        if flags[n]:
            flags[n * n :: n] = bytes(len(range(n * n, limit + 1, n)))
        n += 1
    return sum(flags)


primes = plain(6_000_000)
print(len(primes), primes[-1], sum(primes) % 1_000_003, sliced(6_000_000))
