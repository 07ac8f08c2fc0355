# Closures: cells, nonlocal, functions that make functions, keyword and default arguments.


def adder(n):
    return lambda x: x + n


def compose(*functions):
    def composed(x):
        for function in functions:
            x = function(x)
        return x

    return composed


def counter():
    count = 0

    def step(by=1, *, scale=1):
        nonlocal count
        count += by * scale
        return count

    return step


def run(rounds):
    pipeline = compose(adder(1), adder(-3), adder(5), lambda x: x % 1009)
    step = counter()
    value = 0
    for i in range(rounds):
        value = pipeline(value + i)
        step()
        step(2)
        step(i & 3, scale=2)
    return value, step(0)


def make_many(rounds):
    total = 0
    for i in range(rounds):
        total += adder(i)(1)
    return total


print(run(800_000), make_many(800_000))
