class Meta(type):
    def __new__(mcls, name, bases, namespace, **kwargs):
        print("new class", name, bases, kwargs)
        namespace["added"] = name.lower()
        return super().__new__(mcls, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kwargs):
        print("init class", cls.__name__)
        super().__init__(name, bases, namespace)

    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)

    def __len__(cls):
        return 42

    @property
    def title(cls):
        return cls.__name__.title()


class A(metaclass=Meta):
    def __init__(self, x):
        self.x = x


class b(A, flag=True):
    pass


print(A.added, b.added, A(5).x, len(A), b.title, type(b), isinstance(b, Meta), type(type(b)))
try:
    A(1).title
except AttributeError as error:
    print(error)
