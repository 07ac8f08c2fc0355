def f():
    def g():
        return x

    try:
        g()
    except NameError as error:
        print(type(error).__name__, error)
    x = 1
    print(g())
    del x
    try:
        g()
    except NameError as error:
        print(error)
    try:
        x
    except UnboundLocalError as error:
        print(error)


f()


def h():
    def g():
        return y

    return g
    y = 1


try:
    h().__closure__[0].cell_contents
except ValueError as error:
    print(error)
