def g():
    yield 1
    raise StopIteration("inside")


try:
    list(g())
except RuntimeError as error:
    print(error, repr(error.__cause__))


def h():
    yield next(iter([]))


try:
    list(h())
except RuntimeError as error:
    print(error)
try:
    list(next(iter([])) for _ in range(1))
except RuntimeError as error:
    print(error)


def catches():
    try:
        yield next(iter([]))
    except StopIteration:
        yield "caught"


print(list(catches()))
