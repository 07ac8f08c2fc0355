def repeat(n):
    print("repeat", n)

    def decorate(function):
        print("decorate", function.__name__)
        return lambda *args: [function(*args) for _ in range(n)]

    return decorate


@repeat(2)
@repeat(3)
def hello(name):
    return "hello " + name


print(hello("x"))


@lambda f: f() + 1
def number():
    return 41


print(number)
decorators = [repeat(1)]


@decorators[0]
def last(x):
    return x


print(last(5))
