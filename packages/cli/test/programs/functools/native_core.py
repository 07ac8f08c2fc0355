# partial, lru_cache and the fields of named tuples, as programs see them: attributes, order of eviction, keys, errors.
from functools import partial, lru_cache, cache
from collections import namedtuple
P = namedtuple("P", "x y"); p = P(1, 2)
print(p.x, p.y, P.x, P.x.__doc__, P.__dict__["x"].__get__(p), type(P.x))
try: p.x = 3
except AttributeError as e: print(e)
try: del p.x
except AttributeError as e: print(e)
try: P.x.__get__([], list)
except TypeError as e: print(e)
P.x.__doc__ = "new"; print(P.x.__doc__, P.x)
short = tuple.__new__(P, (5,))
try: short.y
except IndexError as e: print(e)
f = partial(print, 1, sep="-"); f(2); f(3, end="!\n"); print(f.func, f.args, f.keywords)
try: f.func = 3
except AttributeError as e: print(e)
f.foo = 1; print(f.__dict__, f)
g = partial(f, 9); print(g.args, g.keywords, g)
class Q(partial): pass
print(Q(len, "abc")(), repr(Q(len, "abc"))[:30])
calls = []
@lru_cache(maxsize=3)
def h(a, b=2, *c, **k): calls.append(a); return (a, b)
for a in (1, 2, 3, 1, 4, 2, 1, 3.0, 3): h(a)
print(calls, h.cache_info(), h.cache_parameters(), h.__wrapped__.__name__, h.__name__)
h(1, b=3); h(1, b=3); print(h.cache_info()); h.cache_clear(); print(h.cache_info())
try: h([1])
except TypeError as e: print(e)
@lru_cache(typed=True)
def t(x): return type(x)
print(t(1), t(1.0), t(True), t.cache_info())
@lru_cache(maxsize=0)
def z(x): return x
print(z([1]), z(2), z.cache_info())
class K:
    n = 0
    def __init__(self, v): self.v = v
    def __hash__(self): return 1
    def __eq__(self, o): return self.v == o.v
@cache
def k(x): K.n += 1; return x.v
print(k(K(1)), k(K(1)), k(K(2)), K.n, k.cache_info())
class M:
    @lru_cache
    def m(self, x): return x * 2
m = M(); print(m.m(4), m.m(4), M.m.cache_info(), m.m.__self__ is m if hasattr(m.m, "__self__") else None)
@lru_cache(None)
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
print(fib(300), fib.cache_info())
@cache
def bad(x): raise ValueError(x)
for _ in range(2):
    try: bad(1)
    except ValueError as e: print("V", e)
print(bad.cache_info())
