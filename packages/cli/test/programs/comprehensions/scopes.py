x = "outer"
print([x for x in range(3)], x, {x for x in range(2)}, {x: x for x in range(2)}, list(x for x in range(2)), x)


def f():
    x = "local"
    a = [x for x in range(3)]
    b = [(x, y) for y in range(2)]
    return a, b, x


print(f())


class C:
    n = 3
    items = [i for i in range(n)]
    try:
        bad = [n for _ in range(1)]
    except NameError as error:
        print(error)


print(C.items)
n = 10
functions = [lambda: n + i for i in range(2)]
print([g() for g in functions])


def nested():
    return [[(i, j) for j in range(i)] for i in range(3)], [i for i in [j for j in range(3)]]


print(nested())
try:
    print([undefined for _ in range(1)])
except NameError as error:
    print(error)
