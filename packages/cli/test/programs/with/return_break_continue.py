class M:
    def __enter__(self):
        print("enter", end=" ")

    def __exit__(self, *args):
        print("exit", args[0])


def f():
    with M():
        return "value"


print(f())
for i in range(4):
    with M():
        if i == 1:
            continue
        if i == 2:
            break
        print("body", i, end=" ")


def g():
    with M(), M():
        yield 1
        return 2


print(list(g()))
