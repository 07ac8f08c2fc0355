"""Classes as programs use them: attributes, descriptors, metaclasses, special methods, subclasses of built-in types, super()."""


def t(f):
    try:
        print('OK', f())
    except BaseException as e:
        print(type(e).__name__, str(e))


class A:
    x = 1

    def __init__(self, v):
        self.v = v

    def m(self):
        return ('A.m', self.v)

    @classmethod
    def c(cls):
        return cls.__name__

    @staticmethod
    def s(a, b=2):
        return a + b

    @property
    def p(self):
        return self.v * 2

    @p.setter
    def p(self, n):
        self.v = n

    @p.deleter
    def p(self):
        self.v = None


class B(A):

    def m(self):
        return ('B.m',) + super().m()

    def __repr__(self):
        return 'B(%s)' % (self.v,)
a = A(3)
b = B(4)
print(a.m(), b.m(), b, A.c(), B.c(), b.c(), A.s(1), b.s(1, 5), a.p)
a.p = 10
print(a.v, a.p)
del a.p
print(a.v)
print(B.__mro__, B.__bases__, B.__name__, B.__qualname__, B.__module__)
print(isinstance(b, A), issubclass(B, A), isinstance(a, B), isinstance(3, (str, int)))
a.z = 1
a.y = 2
print(a.__dict__)
del a.z
print(a.__dict__, hasattr(a, 'z'))
t(lambda: a.z)
a.__dict__['q'] = 5
print(a.q)
a.__dict__ = {'v': 9}
print(a.m(), a.__dict__)


class S:
    __slots__ = ('a', 'b')

    def __init__(self):
        self.a = 1
s = S()
print(s.a)
t(lambda: s.b)
s.b = 3
print(s.b)
del s.b
t(lambda: s.b)


def f():
    s.c = 1
t(f)
t(lambda: s.__dict__)


class S2(S):
    __slots__ = ('c',)
s2 = S2()
s2.b = 2
s2.c = 4
print(s2.a, s2.b, s2.c)


class S3(S2):
    pass
s3 = S3()
s3.c = 3
s3.d = 4
print(s3.a, s3.c, s3.d, s3.__dict__)


class D1:
    __slots__ = ('x1',)
t(lambda: type('X', (S, D1), {}))


class Desc:

    def __set_name__(self, o, n):
        self.n = n
        print('set_name', o.__name__, n)

    def __get__(self, i, o):
        print('get', i is None, o.__name__)
        return 7

    def __set__(self, i, v):
        print('set', v)

    def __delete__(self, i):
        print('delete')


class U:
    d = Desc()
u = U()
print(u.d, U.d)
u.d = 3
del u.d


class NonData:

    def __get__(self, i, o):
        return 'nd'


class U2:
    n = NonData()
u2 = U2()
print(u2.n)
u2.n = 3
print(u2.n)


class G:

    def __getattr__(self, n):
        if n == 'bad':
            raise AttributeError('custom ' + n)
        return n.upper()

    def __setattr__(self, n, v):
        object.__setattr__(self, n, v + 1)

    def __delattr__(self, n):
        print('del', n)
        object.__delattr__(self, n)
g = G()
g.a = 1
print(g.a, g.foo)
t(lambda: g.bad)
del g.a
print(g.a, hasattr(g, 'bad'), getattr(g, 'bad', 5))


class GA:

    def __getattribute__(self, n):
        if n == 'x':
            return 'X'
        return object.__getattribute__(self, n)
ga = GA()
ga.k = 2
print(ga.x, ga.k)
t(lambda: ga.nope)


class M(type):

    def __new__(m, n, b, ns, **k):
        print('M.new', n, k, [x for x in ns if x[0] != '_'])
        return super().__new__(m, n, b, ns)

    def __init__(c, n, b, ns, **k):
        print('M.init', n)
        super().__init__(n, b, ns)

    def __call__(c, *a, **k):
        print('M.call', a, k)
        return super().__call__(*a, **k)

    @classmethod
    def __prepare__(m, n, b, **k):
        print('prepare', n, k)
        return {'pre': 1}

    def meth(c):
        return 'meth of ' + c.__name__

    @property
    def mp(c):
        return 'mp' + c.__name__

    def __getattr__(c, n):
        return 'M.getattr ' + n

    def __iter__(c):
        return iter([1, 2])

    def __len__(c):
        return 5

    def __getitem__(c, i):
        return ('item', i)

    def __instancecheck__(c, o):
        return o == 42

    def __subclasscheck__(c, o):
        return o is int


class MC(metaclass=M, kw=3):
    y = 1

    def __init__(self, *a, **k):
        print('MC.init', a, k)
print(MC.pre, MC.y, MC.meth(), MC.mp, MC.zzz, list(MC), len(MC), MC[3], isinstance(42, MC), isinstance(MC(1, q=2), MC), issubclass(int, MC))


class MC2(MC):
    pass
print(type(MC2), MC2)
t(lambda: MC(1).meth)


class R:
    reg = []

    def __init_subclass__(cls, /, tag=None, **k):
        super().__init_subclass__(**k)
        cls.tag = tag
        R.reg.append(cls.__name__)


class R1(R, tag='t1'):
    pass


class R2(R1):
    pass
print(R.reg, R1.tag, R2.tag)


class P:
    pass
p = P()
t(lambda: len(p))
P.__len__ = lambda self: 3
print(len(p), not not p)
P.__len__ = lambda self: 0
print(not not p)
del P.__len__
t(lambda: len(p))
print(not not p)


class Q(P):
    pass
q = Q()
P.__add__ = lambda s, o: 'added'
print(q + 1)
Q.__add__ = lambda s, o: 'Q added'
print(q + 1, p + 1)
del Q.__add__
print(q + 1)
P.hello = lambda self: 'hi'
print(q.hello())
P.hello = 5
print(q.hello)
P.__call__ = lambda self, *a: a
print(p(1, 2))
del P.__call__
t(lambda: p(1))


class X1:

    def w(self):
        return 'X1'


class X2:

    def w(self):
        return 'X2'


class Y(X1):
    pass
y = Y()
print(y.w())
Y.__bases__ = (X2,)
print(y.w(), Y.__mro__)
y.__class__ = X1
print(y.w(), type(y))
t(lambda: setattr(y, '__class__', S))


class EQ:

    def __init__(s, v):
        s.v = v

    def __eq__(s, o):
        return isinstance(o, EQ) and s.v == o.v
print(EQ(1) == EQ(1), EQ(1) != EQ(1), EQ(1) != EQ(2), EQ(1) == 1, EQ.__hash__)
t(lambda: hash(EQ(1)))
t(lambda: {EQ(1): 1})


class EH(EQ):

    def __hash__(s):
        return hash(s.v)
print({EH(1): 'a'}[EH(1)], EH(1) in {EH(1)}, len({EH(1), EH(1), EH(2)}))


class LT:

    def __init__(s, v):
        s.v = v

    def __lt__(s, o):
        return s.v < o.v
print(LT(1) < LT(2), LT(1) > LT(2))
t(lambda: LT(1) <= LT(2))
print(hash(LT(1)) == hash(LT(1)) or True)


class V:

    def __add__(s, o):
        return 'V+' if isinstance(o, V) else NotImplemented

    def __radd__(s, o):
        return 'r+'

    def __iadd__(s, o):
        return 'i+'


class W(V):

    def __radd__(s, o):
        return 'W r+'
print(V() + V(), 1 + V(), V() + W(), W() + V())
t(lambda: V() + 1)
v = V()
v += 1
print(v)


class C:

    def __getitem__(s, i):
        if i > 2:
            raise IndexError
        return i * 10

    def __contains__(s, x):
        return x == 'yes'
print(list(C()), 'yes' in C(), 'no' in C(), C()[1])


class It:

    def __init__(s):
        s.n = 0

    def __iter__(s):
        return s

    def __next__(s):
        s.n += 1
        if s.n > 3:
            raise StopIteration
        return s.n
print(list(It()), [x for x in It()], 2 in It())
t(lambda: iter(A(1)))
t(lambda: A(1)[0])


class I(int):

    def __add__(s, o):
        return I(int.__add__(s, o) + 100)

    def double(s):
        return s * 2
i = I(5)
print(i, i + 1, type(i + 1), i.double(), i == 5, hash(i) == hash(5), [1, 2, 3, 4, 5, 6][i], isinstance(i, int))
i.attr = 1
print(i.attr, i.__dict__)


class L(list):

    def __init__(self, *a):
        super().__init__(*a)
        self.extra = 1

    def append(self, x):
        super().append(x * 2)
l = L([1, 2])
l.append(3)
print(l, len(l), l.extra, l[0], type(l[:]), l == [1, 2, 6], isinstance(l, list))


class DD(dict):

    def __missing__(self, k):
        return 'miss ' + str(k)
d = DD(a=1)
print(d['a'], d['b'], d, len(d))


class T(tuple):

    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    @property
    def first(self):
        return self[0]
tt = T(1, 2)
print(tt, tt.first, tt[1], len(tt), tt == (1, 2), type(tt))


class St(str):

    def shout(self):
        return self.upper() + '!'
st = St('abc')
print(st, st.shout(), st == 'abc', len(st), {st: 1}['abc'], st + 'd', type(st + 'd'))


class E1(Exception):

    def __init__(self, code):
        super().__init__('code %d' % code)
        self.code = code
try:
    raise E1(3)
except E1 as e:
    print(e, e.code, e.args, repr(e))
t(lambda: type('Z', (int, list), {}))


class SA:

    def f(self):
        return 'SA.f'

    @classmethod
    def g(cls):
        return 'SA.g ' + cls.__name__

    @staticmethod
    def h():
        return 'SA.h'
    prop = property(lambda self: 'SA.prop')
    attr = 3


class SB(SA):

    def f(self):
        return 'SB ' + super().f() + super(SB, self).f()

    @classmethod
    def g(cls):
        return 'SB ' + super().g()

    def h(self):
        return super().h() + super().prop + str(super().attr)

    def k(self):
        s = super()
        return (s.f(), s.__thisclass__.__name__, s.__self__ is self)

    def bad(self):
        return super().nope

    def inner(self):
        return [super(SB, self).f() for _ in range(2)]

    def closure(self):

        def z():
            return super(SB, self).f()
        return z()
sb = SB()
print(sb.f(), SB.g(), sb.h(), sb.k(), sb.inner(), sb.closure())
t(sb.bad)


class O:

    def go(self):
        return ['O']


class Dl(O):

    def go(self):
        return ['Dl'] + super().go()


class Dr(O):

    def go(self):
        return ['Dr'] + super().go()


class Dd(Dl, Dr):

    def go(self):
        return ['Dd'] + super().go()
print(Dd().go(), [c.__name__ for c in Dd.__mro__])


class Outer:
    k: int = 3
    lst = [j for j in range(k)]

    class Inner:

        def f(self):
            return __class__.__qualname__

    def g(self):
        return self.Inner().f()
print(Outer.__annotations__, Outer.lst, Outer().g(), Outer.Inner.__qualname__)


def fn(a: int, *b, c: 'str'=1, **d) -> None:
    """fn doc"""
print(fn.__annotations__, fn.__defaults__, fn.__kwdefaults__, fn.__doc__, fn.__name__)
fn.attr = 1
print(fn.attr, fn.__dict__)


class NW:

    def __new__(cls, *a):
        return 42
print(NW(1, 2))


class Cnt:
    n = 0

    def __new__(cls):
        cls.n += 1
        return super().__new__(cls)
Cnt()
Cnt()
print(Cnt.n)


class Fmt:

    def __format__(self, spec):
        return 'fmt:' + spec

    def __str__(self):
        return 'str'
print(format(Fmt(), 'abc'), f'{Fmt():x}', f'{Fmt()!s}')


class Bl:

    def __bool__(self):
        return 3
t(lambda: not Bl())


class Rp:

    def __repr__(self):
        return 3
t(lambda: repr(Rp()))
t(lambda: str(Rp()))


class Hs:

    def __hash__(self):
        return 'x'
t(lambda: hash(Hs()))


class MetaConf(type):
    pass
t(lambda: MetaConf('MM', (MC,), {}))
print([c.__name__ for c in O.__subclasses__()])
del Dr, Dd
print(A.__dict__['s'], A.__dict__['c'])


class Ent:

    def __mro_entries__(self, bases):
        return (A,)


class FromEnt(Ent()):
    pass
print(FromEnt.__bases__, len(FromEnt.__orig_bases__))


class Del:

    def __del__(self):
        print('del called')
dl = Del()
del dl
print('end')
