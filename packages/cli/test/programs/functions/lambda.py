print((lambda: 5)(), (lambda x, y=2: x + y)(1), (lambda *a, **k: (a, k))(1, b=2), (lambda x: (lambda y: x + y))(1)(2))
operations = {"add": lambda a, b: a + b, "neg": lambda a: -a}
print(operations["add"](1, 2), operations["neg"](5), sorted([3, 1, 2], key=lambda v: -v), list(map(lambda v: v * 2, [1, 2])), list(filter(lambda v: v > 1, [1, 2, 3])))
compose = lambda f, g: lambda x: f(g(x))
print(compose(str, abs)(-5), (lambda a, /, b, *, c: a + b + c)(1, 2, c=3), (lambda: (yield))().__class__.__name__)
print([f(2) for f in [lambda x: x**2, lambda x: x**3]], (lambda x: x if x else "none")(0))
