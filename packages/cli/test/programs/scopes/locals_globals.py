x = "global"


def f():
    print(x)


def g():
    x = "local"
    return x


def h():
    global x, made
    x = "changed"
    made = "made by h"


f()
print(g(), x)
h()
print(x, made)


def local_before():
    try:
        print(y)
    except UnboundLocalError as error:
        print(error)
    y = 1


y = 0
local_before()


def deleted():
    z = 1
    del z
    return z


try:
    deleted()
except UnboundLocalError as error:
    print(error)
try:
    del undefined
except NameError as error:
    print(error)


def shadow():
    len = lambda x: "shadowed"
    return len([])


print(shadow(), len([]))
