class Guard:
    def __init__(self):
        self.value = 1

    def __getattribute__(self, name):
        print("getattribute", name)
        if name == "secret":
            raise AttributeError("secret!")
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        print("fallback", name)
        return "fallback value"

    def method(self):
        return self.value


g = Guard()
print(g.value)
print(g.secret)
print(g.method())
print(g.nothing)
print(len.__class__ is type(len), Guard.method.__name__)
