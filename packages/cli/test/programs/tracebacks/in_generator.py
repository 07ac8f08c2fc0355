def numbers():
    yield 1
    yield 2 + "x"


for n in numbers():
    print(n)
