class Resource:
    def __enter__(self):
        print("open")
        return self

    def __exit__(self, *exc):
        print("close", exc[0].__name__ if exc[0] else None)


def lines():
    with Resource():
        yield 1
        yield 2


for x in lines():
    print(x)
for x in lines():
    break
print("after break")
g = lines()
next(g)
del g
print("deleted")
g = lines()
next(g)
try:
    g.throw(ValueError)
except ValueError as error:
    print(repr(error))


def order():
    try:
        yield "a"
    finally:
        print("finally a")
        yield "from finally"


print(list(order()))
