import sys

print(sys.exc_info())
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0], sys.exc_info()[1], sys.exception())
    try:
        [][0]
    except IndexError:
        print(sys.exc_info()[0])
    print(sys.exc_info()[0])
print(sys.exc_info(), sys.exception())


def handler():
    return sys.exc_info()[0]


def generator():
    try:
        raise KeyError
    except KeyError:
        yield sys.exc_info()[0]
        yield sys.exc_info()[0]


g = generator()
try:
    raise ValueError
except ValueError:
    print(handler(), next(g), handler())
print(next(g), handler())
