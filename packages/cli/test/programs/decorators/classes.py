def register(cls):
    registry[cls.__name__] = cls
    cls.registered = True
    return cls


registry = {}


@register
class A:
    pass


@register
class B(A):
    registered = False


print(sorted(registry), A.registered, B.registered)


class Count:
    def __init__(self, function):
        self.function = function
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return self.function(*args)


@Count
def square(x):
    return x * x


print(square(3), square(4), square.calls)
