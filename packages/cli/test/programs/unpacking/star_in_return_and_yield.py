def everything(*args):
    return 0, *args, *"z"


def generator(args):
    yield *args, 1


print(everything(1, 2), list(generator("ab")), *everything())
for x in *[1, 2], 3:
    print(x, end=" ")
print()
a = [*everything(), *[]]
print(a, [(*p, 0) for p in [(1, 2)]], {"a": (*"xy",)})
