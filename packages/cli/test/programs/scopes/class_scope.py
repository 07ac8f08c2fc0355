x = "global"


class A:
    print(x)
    x = "class"
    print(x)

    def f(self):
        return x

    class B:
        print(x)
        y = x

    del x
    print(x)


print(A().f(), A.B.y, hasattr(A, "x"))


def f():
    x = "function"

    class C:
        print(x)
        x = "in C"

    class D:
        nonlocal x
        x = "changed by D"

    class E:
        global x
        x = "global changed by E"

    return x, C.x


print(f(), x)
