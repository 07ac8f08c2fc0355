def f(a, b=2, *args, k=3, **kw):
    def g():
        nonlocal a
        a += 1
        return a, b, args, k, kw

    return g


g = f(1, 5, 6, 7, z=8)
print(g(), g())


def memo(function):
    cache = {}

    def wrapper(n):
        if n not in cache:
            cache[n] = function(n)
        return cache[n]

    wrapper.cache = cache
    return wrapper


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.cache))
