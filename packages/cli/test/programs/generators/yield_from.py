def inner():
    try:
        x = yield "inner 1"
        print("inner got", x)
        yield "inner 2"
    except ValueError as error:
        print("inner caught", error)
        yield "inner recovered"
    return "inner result"


def outer():
    result = yield from inner()
    print("outer got", result)
    yield from [1, 2]
    yield from "ab"
    return (yield from ())


g = outer()
print(next(g), g.send("hello"), next(g), next(g), list(g))
g = outer()
next(g)
print(g.throw(ValueError("thrown")), list(g))


def chain(*its):
    for it in its:
        yield from it


print(list(chain([1], (2,), {3: 4}, range(2))))
try:
    list(chain(5))
except TypeError as error:
    print(error)
