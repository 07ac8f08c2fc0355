functions = []
for i in range(3):
    functions.append(lambda: i)
print([f() for f in functions])


def make():
    return [lambda: i for i in range(3)], [lambda i=i: i for i in range(3)]


a, b = make()
print([f() for f in a], [f() for f in b])


def later():
    def get():
        return value

    value = "first"
    x = get()
    value = "second"
    return x, get()


print(later())
