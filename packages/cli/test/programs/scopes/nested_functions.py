def a():
    x = 1

    def b():
        x = 2

        def c():
            nonlocal x
            x = 3
            return x

        return c(), x

    return b(), x


print(a())


def outer(x):
    class C:
        x = "class"

        def method(self):
            return x

        y = x

    return C().method(), C.y


print(outer("argument"))


def conditional(flag):
    if flag:
        value = 1
    try:
        return value
    except UnboundLocalError as error:
        return str(error)


print(conditional(True), conditional(False))


def loops():
    for i in range(3):
        inner = i
    return i, inner


print(loops())
