def first(x):
    return second(x, x + 1)


def second(a, b):
    values = [a, b]
    return third(values)


def third(values):
    return values[0] + values[5]


print("before")
first(1)
print("never")
