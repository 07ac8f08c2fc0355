if a: b
elif c: d
else: e
if a:
    b
elif c:
    d
elif e: f; g
else:
    h
    i

while a: b
while a:
    if b: break
    else: continue
else:
    c

for a in b: c
for a, in b: pass
for a, (b, *c), d.e, f[g] in h, *i:
    pass
else:
    j

try: a
finally: b
try:
    a
except: b
try:
    a
except b:
    c
except (d, e) as f:
    g
else:
    h
finally:
    i
try:
    a
except* b:
    c
except *(d, e) as f:
    g

with a: pass
with a as b, c as (d, e), f: pass
with (a as b, c): pass
with (a, b,): pass
with (a): pass
with (a) as b: pass
with (a, b) as c: pass
with (a).b as c.d, e() as f[g]: pass
with (yield_): pass
with (a, b), c: pass
with a as (b): pass


def f(): pass
def f(a, b=1, /, c=2, *d, e, f=3, **g) -> h: return
def f(a: int, /, b: str = 'x', *args: *Ts, c: d = e, **kwargs: f): return a, *b
def f(*, a): yield
def f(a, /): yield a, b
def f(a,): x = yield
def f(a=1,): yield from x
def f[T](a: T) -> T: ...
def f[T: (int, str) = int, *Ts, **P](): ...


@a
@b.c(d)
@(e := f)
@g[h]
def f():
    """doc"""
    global x, y
    nonlocal_ = 1

    def g():
        nonlocal nonlocal_
        return lambda: (yield)
    return g


@a
class A: pass
class B(): x = 1
class C(A, *b, metaclass=c, **d):
    x: int

    @property
    def y(self): return self.x

class D[T](Base[T]): pass


async def f():
    async with a as b, c: pass
    async with (a as b, c as d): pass
    async for x in y: pass
    else: z
    await x
    await x.y(z) ** 2
    return [await x async for x in y if await z]
    yield

@a
async def f(): -await x


if a:

    # comment at another level
        # and another
    b
  # and another

    c
d
