def table(n):
    return {i: (lambda x: lambda: x * i)(i) for i in range(n)}


print([f() for f in table(4).values()])


def run():
    total = 0
    items = [1, 2, 3]

    def add(item):
        nonlocal total
        total += item

    [add(item) for item in items]
    return total, [total + item for item in items], {item: [item * total for _ in range(item)] for item in items[:2]}


print(run())


def gen(n):
    return (i + n for i in range(n))


print(list(gen(3)), sum(x for x in (y for y in range(4))))
