"""Runs every instruction of the eval loop with every kind of operand once.

V8 throws the optimised loop away when a case runs for the first time, so each worker runs this
before the program's own code, and again and again while it is idle (interpreter/training.ts).
"""

import sys


def ints(n):
    a = 1
    b = 2
    i = 0
    t = 0
    while i < n:
        a = (a + b * 3 - i) % 1000 // 2
        b = (a & 255) | (b ^ i) << 2 >> 1
        c = a * 70000 * 30000
        d = c + 1
        d += c
        d -= 5
        e = d // 7 % 1000
        if a > b:
            t += 1
        if a >= b:
            t += 1
        if a == b:
            t += 1
        if a != b:
            t += 1
        if a <= b:
            t += 1
        if not a:
            t -= 1
        x = a < b
        x = a is b
        x = a is not None
        if x:
            t += 1
        x = a
        i += 1
        if i == 3:
            continue
    return t
def floats(n):
    x = 1.5
    y = 2.25
    i = 0
    z = 0.0
    while i < n:
        z = x * y + x - y / 3.0
        w = z
        z = w + w
        z = x + i
        z = i * x
        z = i / 2
        if x < y:
            i += 0
        if x > y:
            i += 0
        if x <= 2.0:
            i += 0
        if x >= 2.0:
            i += 0
        if x == y:
            i += 0
        if x != y:
            i += 0
        q = x < y
        i += 1
    return z
class A:
    k = 5
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def get(self):
        return self.x + self.y
    def setit(self, v):
        self.x = v
        self.y = self.x
        return self
class B:
    def __init__(self):
        pass
def objs(n):
    i = 0
    o = A(1, 2)
    while i < n:
        p = A(i, o.x)
        b = B()
        p.setit(3)
        t = p.get() + A.k + o.get()
        p.z = 5
        o = p
        i += 1
    return o
def seq(n):
    i = 0
    l = [1, 2, 3, 4]
    t = (1, 2, 3)
    while i < n:
        l[0] = l[1]
        l[-1] = l[-2]
        x = t[1]
        x = t[-1]
        a, b, c = t
        a, b, c, d = l
        a, b = b, a
        t = (a, b, c)
        m = [i, i]
        for v in t:
            x = v
        for v in l:
            x = v
        k = [v for v in l]
        i += 1
    return x
def gen(n):
    i = 0
    while i < n:
        yield i
        i += 1
def gens(n):
    t = 0
    for v in gen(n):
        t += v
    return t
def closure(n):
    t = 0
    def add(v):
        nonlocal t
        t = t + v
        return t
    i = 0
    while i < n:
        add(i)
        i += 1
    return t
def calls(a, b=2, *c, d=4, **e):
    return a
def exc(n):
    i = 0
    t = 0
    while i < n:
        try:
            if i > 3:
                raise ValueError
            t += 1
        except ValueError:
            t += 2
        finally:
            t += 1
        i += 1
    return t
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
def strs(n):
    s = "a"
    i = 0
    while i < n:
        s = "x" + "y"
        if s == "xy":
            i += 0
        if s != "xy":
            i += 0
        i += 1
    return s


class Slotted:
    __slots__ = ("x", "y")

    def __init__(self):
        self.x = 1
        self.y = 2


class Empty:
    pass


def attributes(n):
    s = Slotted()
    items = []
    t = 0
    i = 0
    while i < n:
        s.x = s.y
        s.y = s.x + 1
        t += sys.maxsize & 1
        t += sys.getrecursionlimit() & 1
        items.append(i)
        t += len(items)
        e = Empty()
        e.v = i
        e.v = e.v + 1
        t += A.k
        if A(1, 2).x:
            t += 1
        i += 1
    del items
    return t


def branches(n):
    t = 0
    i = 0
    v = None
    w = ""
    while not i >= n:
        if v is None:
            t += 1
        if v is not None:
            t += 1
        if i is None:
            t += 1
        if i is not None:
            t += 1
        if w:
            t += 1
        if not w:
            t += 1
        if i and not v or t:
            t += 1
        x = w or "a"
        y = x and i
        z = x if y else w
        a = i == 1
        if a is True:
            t -= 1
        t -= 1 < i < 5
        i += 1
        if not (i != 3 and i > 0):
            continue
        if i > 100:
            break
    return t


def ranges(n):
    t = 0
    for i in range(n):
        t += i
    for i in [1, 2]:
        t += i
    for i in (1, 2):
        t += i
    for i in ():
        t += i
    for i in {1: 2, 3: 4}:
        t += i
    for i, v in enumerate([5, 6]):
        t += i * v
    for c in "ab":
        t += 1
    squares = [k * k for k in range(n)]
    pairs = [(k, -k) for k in squares if k > 1]
    table = {k: v for k, v in pairs}
    t += sum(k for k in squares)
    t += squares[0] + squares[-1]
    squares[0] = t
    squares[-1] = 1
    for k in table:
        t += table[k]
    table[1] = 2
    a, b = squares[:2]
    a, b = b, a
    (c, d), e = (a, b), 3
    return t + a + b + c + d + e


def big(n):
    t = 1
    for i in range(n):
        t = t * 1000003
        t = t + i
        t = t - 1
        u = t % 1000
        u = t // 7
        u = t & 255
        u = t | 1
        u = t ^ 3
        u = t << 1
        u = t >> 3
        u = -i
        u = i ** 2
        u = 1073741823 + i
        u = -1073741824 - i
        u = 65536 * 65536
        u = i / 7
        u = 2.5 // 2.0
        u = 7.5 % 2.0
        if t > i:
            u = 0
        if t == u:
            u = 1
        u = t < i
        u = 1.5 < i
    return u


def floats2(n):
    a = 1.5
    b = 2.5
    c = 0.0
    for i in range(n):
        c = a * b + a * b
        c = a + (b * a)
        c = (a - b) * c
        c = c / (a + b)
        c = a * a
        c = -c
        c += 1.0
        c -= i
        c *= 2
        c = 2.0 ** 2
        d = c
    return c


def default(a, b=2, *rest, k=1, **more):
    return a


def varied(n):
    f = lambda x: x + 1
    g = default
    t = 0
    for i in range(n):
        t += f(i)
        t += g(1) + g(1, 2) + g(1, 2, 3) + g(1, k=4) + g(1, z=5)
        t += g(*(1, 2)) + g(**{"a": 3})
        t += max(1, 2) + abs(-1) + min([3, 4])
        m = A(1, 2).get
        t += m()
        u = (i, t)
        u = ()
        u = [i]
        u = {i}
        u = {i: 1}
        u = f"{i}:{t}"
        u = "a" + "b"
        u = "%d" % i
        u = isinstance(i, int)
        u = str(i)
        u = int("3")
    return t


def delegating(n):
    yield from gen(n)
    return n


def everything(n):
    ints(n)
    floats(n)
    floats2(n)
    objs(n)
    seq(n)
    gens(n)
    closure(n)
    attributes(n)
    branches(n)
    ranges(n)
    big(n)
    varied(n)
    for k in range(3):
        calls(1)
        calls(1, 2)
        calls(1, 2, 3, d=5, f=6)
    for k in delegating(3):
        pass
    exc(6)
    fib(5)
    strs(n)
    with_statement()


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return True


def with_statement():
    with Manager() as m:
        raise ValueError
    with Manager():
        pass
    try:
        try:
            [][1]
        except LookupError as e:
            raise TypeError from e
    except (TypeError, KeyError):
        pass


everything(5)
