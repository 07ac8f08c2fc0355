from functools import cache, lru_cache

calls = []


@lru_cache(maxsize=2)
def square(n):
    calls.append(n)
    return n * n


print(square(2), square(2), square(3), square(4), square(2), calls, square.cache_info())
square.cache_clear()
print(square.cache_info(), square.__name__, square.__wrapped__(5))


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90), fib.cache_info().misses)
try:
    square([])
except TypeError as error:
    print(error)


class C:
    @lru_cache
    def m(self, x=1, *, k=2):
        calls.append("m")
        return x + k


c = C()
print(c.m(), c.m(), c.m(1), c.m(k=2), calls.count("m"))
