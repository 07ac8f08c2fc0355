# Generators: pipelines, yield from, send, a tree walk.


def count(limit):
    n = 0
    while n < limit:
        yield n
        n += 1


def squares(source):
    for n in source:
        yield n * n


def odd(source):
    for n in source:
        if n & 1:
            yield n


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def averager():
    total = n = 0
    while True:
        value = yield total // n if n else 0
        total += value
        n += 1


def averages(rounds):
    generator = averager()
    next(generator)
    last = 0
    for i in range(rounds):
        last = generator.send(i)
    return last


print(sum(odd(squares(count(2_200_000)))))
print(sum(tree(15)), sum(n % 7 for n in range(2_000_000)), averages(1_500_000))
