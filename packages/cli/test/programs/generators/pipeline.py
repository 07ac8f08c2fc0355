def numbers():
    n = 1
    while True:
        yield n
        n += 1


def take(n, it):
    for _, x in zip(range(n), it):
        yield x


def where(predicate, it):
    for x in it:
        if predicate(x):
            yield x


def primes():
    found = []
    for n in numbers():
        if n > 1 and all(n % p for p in found):
            found.append(n)
            yield n


print(list(take(10, primes())), list(take(3, where(lambda x: x % 7 == 0, numbers()))))


def windows(it, size):
    window = []
    for x in it:
        window.append(x)
        if len(window) == size:
            yield tuple(window)
            window.pop(0)


print(list(windows(range(5), 3)), list(windows("ab", 3)))
