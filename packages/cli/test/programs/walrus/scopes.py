def f():
    values = [last := x for x in range(3)]
    return values, last


print(f())


def g():
    total = 0
    partial = [total := total + x for x in range(5)]
    return partial, total


print(g())
x = "global"


def h():
    global x
    print([x := i for i in range(2)])


h()
print(x)


def nested():
    def inner():
        nonlocal n
        return [n := i for i in range(3)]

    n = None
    return inner(), n


print(nested())
