class C:
    def __new__(cls, *args, **kwargs):
        print("new", cls.__name__, args, kwargs)
        instance = super().__new__(cls)
        instance.made = True
        return instance

    def __init__(self, x, y=0):
        print("init", x, y, self.made)


c = C(1, y=2)


class Other:
    def __new__(cls):
        return "not an instance"

    def __init__(self):
        print("never")


print(Other())


class Single:
    instance = None

    def __new__(cls):
        if cls.instance is None:
            cls.instance = object.__new__(cls)
        return cls.instance


print(Single() is Single())


class Bad:
    def __init__(self):
        return 5


for call in (Bad, lambda: object(1), lambda: object.__new__(5), lambda: object.__new__(int), lambda: C.__new__()):
    try:
        call()
    except TypeError as error:
        print(error)
