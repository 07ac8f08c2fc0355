class cached:
    def __init__(self, function):
        self.function = function
        self.name = function.__name__

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class Data:
    @cached
    def expensive(self):
        print("computing")
        return 42


d = Data()
print(d.expensive, d.expensive, d.__dict__)
del d.expensive
print(d.expensive)


class Lazy:
    def __getattr__(self, name):
        print("make", name)
        setattr(self, name, name * 2)
        return self.__dict__[name]


lazy = Lazy()
print(lazy.ab, lazy.ab)
