def inner():
    try:
        yield 1
    finally:
        print("inner finally")


def outer():
    try:
        yield from inner()
    finally:
        print("outer finally")


g = outer()
next(g)
g.close()
g = outer()
next(g)
try:
    g.throw(KeyError("k"))
except KeyError as error:
    print(repr(error))


class Plain:
    def __iter__(self):
        return self

    def __next__(self):
        return "plain"


def delegate():
    yield from Plain()


d = delegate()
print(next(d))
try:
    d.send(1)
except AttributeError as error:
    print(error)
d = delegate()
next(d)
try:
    d.throw(ValueError("x"))
except ValueError as error:
    print(error)
