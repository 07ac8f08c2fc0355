def g():
    try:
        next(it)
    except ValueError as error:
        yield str(error)


it = g()
print(next(it))


def recursive(n):
    if n:
        yield n
        yield from recursive(n - 1)
        yield -n


print(list(recursive(4)), sum(1 for _ in recursive(100)))


def failing():
    yield 1
    raise ValueError("broken")


f = failing()
print(next(f))
try:
    next(f)
except ValueError as error:
    print(error)
print(next(f, "finished"))
