"""Runs every instruction of the eval loop with every kind of operand once.

V8 throws the optimised loop away when a case runs for the first time, so each worker runs this
before the program's own code, and again and again while it is idle (interpreter/training.ts).
"""

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
def str(n):
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
ints(6)
floats(6)
objs(6)
seq(6)
gens(6)
closure(6)
i = 0
while i < 3:
    calls(1)
    calls(1, 2)
    calls(1, 2, 3, d=5, f=6)
    i += 1
exc(6)
fib(5)
str(6)
