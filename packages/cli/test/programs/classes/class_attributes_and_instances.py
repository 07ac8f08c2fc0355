class Counter:
    total = 0
    names = []

    def __init__(self, name):
        self.name = name
        Counter.total += 1
        self.names.append(name)


a, b = Counter("a"), Counter("b")
print(Counter.total, a.total, a.names is b.names, Counter.names)
a.total += 10
print(a.total, b.total, Counter.total, a.__dict__)
del a.total
print(a.total)
a.__dict__["direct"] = 1
print(a.direct, sorted(vars(a)))
a.__dict__ = {"name": "swapped"}
print(a.name, hasattr(a, "direct"))
a.__class__ = type("Other", (), {"hello": lambda self: "hello " + self.name})
print(a.hello())
