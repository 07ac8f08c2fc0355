def twice(method):
    def wrapper(self, *args):
        return method(self, *args), method(self, *args)

    return wrapper


class Counter:
    n = 0

    @twice
    def up(self, by=1):
        self.n += by
        return self.n

    @staticmethod
    @twice
    def plain(x):
        return x

    @classmethod
    @twice
    def klass(cls):
        return cls.__name__

    @property
    @twice
    def value(self):
        return self.n


c = Counter()
print(c.up(), c.up(5), c.plain(3), c.klass(), Counter.klass(), c.value)
