def a(x):
    def b(y):
        def c(z):
            def d():
                nonlocal x
                x += 1
                return x, y, z

            return d

        return c

    return b


d = a(1)(2)(3)
print(d(), d(), d.__qualname__, d.__code__.co_freevars)
print((lambda x: lambda y: lambda z: x * 100 + y * 10 + z)(1)(2)(3))
