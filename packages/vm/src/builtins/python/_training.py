"""Runs every instruction of the eval loop with every kind of operand once.

V8 throws the optimised loop away when a case runs for the first time, so a worker runs this once
its threads have computed for some milliseconds (interpreter/training.ts).
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


# What follows takes each place where the loop counts a reference through a small int, an object that lives on and one that dies there:
# `fresh` makes an object that nobody else knows.
def fresh(i):
    return i + 0.5


def stores(v, i):
    a = v
    b = v
    a = fresh(i)
    a = fresh(i); c = a
    a, b = fresh(i), fresh(i)
    a, b = v, v
    a, b = b, a
    a = v; c = a
    a = v; c = v
    fresh(i)
    v
    i
    x = y = v
    x = y = fresh(i)
    for a in (v, i, v):
        c = a
    del x
    return c


def tests(v, i):
    a = not v
    b = not a
    a = v is i
    a = v is not i
    a = fresh(i) is fresh(i)
    a = i is fresh(i)
    if fresh(i) is None:
        a = 1
    if fresh(i) is not None:
        a = 1
    if (v or None) is None:
        a = 1
    if (v or None) is not None:
        a = 1
    if v:
        a = 2
    if i and v:
        a = 3
    while not i:
        break
    return a


def small_ints(a, b):
    t = a < b
    t = a <= b
    t = a == b
    t = a != b
    t = a > b
    t = a >= b
    for k in (0, 1):
        if k + 0 < a + 0: t = 1
        if k + 0 <= a + 0: t = 1
        if k + 0 == a + 0: t = 1
        if k + 0 != a + 0: t = 1
        if k + 0 > a + 0: t = 1
        if k + 0 >= a + 0: t = 1
        if not k + 0 < a + 0: t = 1
        if not k + 0 <= a + 0: t = 1
        if not k + 0 == a + 0: t = 1
        if not k + 0 != a + 0: t = 1
        if not k + 0 > a + 0: t = 1
        if not k + 0 >= a + 0: t = 1
        if k < a: t = 1
        if k <= a: t = 1
        if k == a: t = 1
        if k != a: t = 1
        if k > a: t = 1
        if k >= a: t = 1
        if k < 1 or k <= 0 or k == 3 or k != 0 or k > 1 or k >= 2: t = 1
        if k < a or k <= a or k == a or k != a or k > a or k >= a: t = 1
        if k < 1: t = 1
        if k <= 1: t = 1
        if k == 1: t = 1
        if k != 1: t = 1
        if k > 1: t = 1
        if k >= 1: t = 1
    return t


def any_numbers(a, b):
    t = a + b
    t = a - b
    t = a * b
    t = a + 1
    t = a - 1
    t = a * 3
    t = a // 3
    t = a % 3
    t = a / 3
    t = 3 + a
    t = 3 - a
    t = 3 * a
    t = (a + 1) + (b + 1)
    t = (a + 1) - (b + 1)
    t = (a + 1) * (b + 1)
    t += b
    t -= b
    t *= b
    if a < b: t = 1
    if a <= b: t = 1
    if a == b: t = 1
    if a != b: t = 1
    if a > b: t = 1
    if a >= b: t = 1
    if a < 1: t = 1
    if a <= 1: t = 1
    if a == 1: t = 1
    if a != 1: t = 1
    if a > 1: t = 1
    if a >= 1: t = 1
    if a + 1 < b + 1 or a + 1 <= b + 1 or a + 1 == b + 1 or a + 1 != b + 1: t = 1
    if a + 1 > b + 1 or a + 1 >= b + 1: t = 1
    if not a + 1 < b + 1: t = 1
    if not a + 1 != b + 1: t = 1
    return t


def whole_numbers(a, b):
    t = a & b
    t = a | b
    t = a ^ b
    t = a << 1
    t = a >> 1
    t = a << 40
    t = a >> 40
    t = a << b % 50
    t = a >> b % 50
    t = a // b
    t = a % b
    t = -a // b
    t = -a % b
    t = a // -b
    t = a % -b
    t = -a // 7
    t = -a % 7
    t = a & 1
    t = a | 1
    t = a ^ 1
    t &= b
    t |= b
    t ^= b
    return t


def numbers():
    for a, b in ((2, 3), (1073741823, 7), (-1073741824, 1 << 41), (1 << 40, 3), (1.5, 2.5), (2.5, 2.5), (2, 2.5), (2.5, 2)):
        any_numbers(a, b)
        any_numbers(b, a)
    any_numbers(65536, 65536)
    any_numbers(1073741823, -1073741824)
    for a, b in ((2, 1), (7, 2), (1073741823, 40), (1 << 80, 3)):
        whole_numbers(a, b)
    small_ints(1, 2)
    small_ints(2, 1)
    small_ints(0, 0)


def words(a, b):
    t = 0
    if a == b: t = 1
    if a != b: t = 1
    if a + "c" == b + "c": t = 1
    if a + "c" != b + "c": t = 1
    if not a + "c" == b + "c": t = 1
    if a + "c" == b: t = 1
    if a == b + "c": t = 1
    if a < b: t = 1
    t = a == b
    t = a + b
    t = a[0]
    t = a[-1]
    t = a[0:1]
    t = a in b
    t = len(a)
    a += b
    return a


class Holder:
    def __init__(self, v):
        self.v = v

    def same(self):
        return self

    def put(self, v):
        self.v = v
        self.v = self.v
        self.w = v


Holder.shared = 1.5
Holder.number = 5


class Slots:
    __slots__ = ("v",)

    def __init__(self, v):
        self.v = v


def attributes2(v, i):
    h = Holder(v)
    t = h.v
    t = Holder(v).v
    t = Holder(fresh(i)).v
    h.v = i
    h.v = v
    h.v = fresh(i)
    h.v = fresh(i)
    h.v += 1
    Holder(v).v = fresh(i)
    Holder(v).v = i
    h.put(v)
    h.put(i)
    h.put(fresh(i))
    Holder(v).put(v)
    t = Holder(v).same().v
    t = h.same().same()
    t = h.put
    t(v)
    t = Holder.shared
    t = Holder.number
    t = Holder.same
    t = h.shared
    t = h.number
    t = sys.maxsize
    t = sys.hexversion
    t = sys.byteorder
    t = sys.getrecursionlimit()
    t = sys.getswitchinterval()
    return t


def slots(v, i):
    h = Slots(v)
    t = h.v
    t = Slots(v).v
    t = Slots(fresh(i)).v
    h.v = i
    h.v = v
    h.v = fresh(i)
    h.v = fresh(i)
    h.v += 1
    Slots(v).v = fresh(i)
    Slots(v).v = i
    return t


def sequences(v, i):
    a = [v, i, fresh(i)]
    t = (v, i, fresh(i))
    k = 1
    for n in (0, 1, 2, -1, -2, -3):
        x = a[n]
        x = t[n]
        a[n] = x
        a[n] = fresh(i)
        a[n] = i
        a[n] = v
    x = a[k]
    x = t[k]
    a[k] = fresh(i)
    x = a[0]
    x = [v, i][0]
    x = [v, i][1]
    x = [v, i][-1]
    x = (v, i, [v])[0]
    x = (v, i, [v])[1]
    x = (v, i, [v])[2]
    x = a[0:2]
    [v, i][0] = v
    p, q = [v, i]
    p, q = (v, i)
    p, q = [fresh(i), i]
    p, q = fresh(i), i
    (p, q), r = [v, i], fresh(i)
    p, *q = a
    for x in a:
        pass
    for x in t:
        pass
    for x in [fresh(i), v, i]:
        pass
    for x in (fresh(i), v, i):
        pass
    for p, q in ((v, i), [i, v], (fresh(i), fresh(i))):
        pass
    for p, q in zip(a, t):
        pass
    x = [w for w in t]
    x = [w for w in a if w]
    x = {w for w in (1, 2)}
    b = ()
    b = (v,)
    b = [fresh(i)]
    x = len(a) + len(t) + len(b)
    a.append(v)
    a.append(i)
    a.append(fresh(i))
    x = a.pop()
    x = isinstance(v, int)
    x = "".join(["a"])
    x = max(i, 2)
    return x


def dictionaries(v, i):
    d = {"a": v, i: i, fresh(i): fresh(i)}
    x = d["a"]
    x = d[i]
    d["a"] = i
    d["b"] = fresh(i)
    d["b"] = v
    x = "a" in d
    x = i not in d
    x = d.get("c")
    x = d.get("a", v)
    for k in d:
        pass
    for k, x in d.items():
        pass
    return x


def updates(v, i):
    a = [i, i, fresh(i), [v]]
    d = {0: i, 1: fresh(i)}
    k = 0
    for n in (0, 1, -1, 0):
        a[n] = i
        a[n] += i
        a[k] += i
        a[n] = fresh(i)
        a[n] += 1.5
        a[2] += 1.5
        a[2] += i
    d[0] += i
    d[1] += 1.5
    [fresh(i)][0] += 1.5
    [i][0] += i
    (a + [v])[0] += i
    x = a[2]
    x = a[3]
    x = d[0]
    x = (v, i)[1]
    t = (v, fresh(i))
    x = t[0]
    x = t[1]
    for k in range(3):
        x = k
    for x in [fresh(i), fresh(i), v, v, i, i, fresh(i), fresh(i)]:
        pass
    for x in [v, v, fresh(i), fresh(i), i, i]:
        k = x
    for x, k in [(v, i), (i, v), (fresh(i), i)]:
        pass
    x = 1.5
    for x in range(3):
        pass
    x = fresh(i)
    for x in range(3):
        x = fresh(i)
    for x in "text":
        pass
    for x, k in ["ab", "cd"]:
        pass
    for a[0] in range(3):
        pass
    x = [k for k in range(3) if k]
    x = {k for k in [i, i, 2]}
    [].append(v)
    [].append(i)
    [v].append(fresh(i))
    x = len([v])
    x = len([fresh(i)])
    x = len(str(i))
    x = len("text")
    x = len({})
    x = len(d)
    x = len((v, i))
    for x in ([], [v], "", "text", (), (v,), {}, d, 0, 1, 0.5, None, True, False):
        if x:
            k = 1
        if not x:
            k = 2
        while x:
            break
        k = x and v
        k = x or v
    if [v]:
        k = 1
    if [fresh(i)] and str(i):
        k = 1
    if not str(i):
        k = 2
    return x


module_number = 1
module_object = 1.5


def names(v, i):
    global module_number, module_object
    local = v
    number = i

    def inner():
        nonlocal local, number
        x = local
        x = number
        local = fresh(i)
        local = fresh(i)
        local = i
        local = v
        number = number + 1
        return x

    inner()
    inner()
    module_number = i
    module_number = module_number + 1
    module_object = fresh(i)
    module_object = module_object + 1.0
    x = module_number
    x = module_object
    x = len
    return local


def pairs(v, i):
    for k in range(2):
        yield v
        yield i
        x = yield fresh(i)
    return v


def through(v, i):
    yield from pairs(v, i)


def returns(v, i):
    def number():
        return i
    def constant():
        return 5
    def text():
        return "text"
    def nothing():
        pass
    def argument(x):
        return x
    def drops(x, y):
        y = x
    number(); constant(); text(); nothing(); argument(v); argument(i); argument(fresh(i))
    drops(v, i); drops(i, v); drops(fresh(i), fresh(i)); drops(fresh(i), i)
    (lambda x: x)(v)
    (lambda x: x)(i)
    x = fresh(i) + fresh(i)
    for x in pairs(v, i):
        pass
    for x in through(v, i):
        pass
    x = list(pairs(v, i))
    x = sum(k for k in (i, i))
    x = [argument(k) for k in (v, i)]
    return x


def every_reference():
    i = 3
    for v in (1, 2.5, [1], "text"):
        stores(v, i)
        tests(v, i)
        attributes2(v, i)
        slots(v, i)
        sequences(v, i)
        dictionaries(v, i)
        updates(v, i)
        names(v, i)
        returns(v, i)
    numbers()
    for a, b in (("ab", "ab"), ("b", "xab"), ("\u20ac", "ab")):
        words(a, b)


every_reference()
everything(3)
