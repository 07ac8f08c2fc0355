"""Corners of classes: special methods that misbehave, unusual metaclasses and namespaces, subclasses of every built-in type."""


def t(f, *a):
    try:
        print('OK', f(*a))
    except BaseException as e:
        print(type(e).__name__, str(e))


class Map(dict):

    def __setitem__(self, k, v):
        if not k.startswith('__'):
            print('set', k)
        dict.__setitem__(self, k, v)


class PM(type):

    @classmethod
    def __prepare__(m, n, b):
        return Map()

    def __new__(m, n, b, ns):
        return type.__new__(m, n, b, dict(ns))


class PC(metaclass=PM):
    a = 1

    def f(self):
        pass
    b = a + 1
print(PC.b)


class NotMap(type):

    @classmethod
    def __prepare__(m, n, b):
        return 3


def f():

    class X(metaclass=NotMap):
        pass
t(f)


def deco(c):
    c.deco = True
    return c


@deco

class DC:
    pass
print(DC.deco)


def metafn(n, b, ns):
    return (n, b, sorted((k for k in ns if not k.startswith('__'))))


class MF(metaclass=metafn):
    z = 1
print(MF)


class Single(type):
    inst = {}

    def __call__(cls, *a):
        if cls not in cls.inst:
            cls.inst[cls] = super().__call__(*a)
        return cls.inst[cls]


class S1(metaclass=Single):

    def __init__(self):
        print('init once')
print(S1() is S1())


class CG:

    def __class_getitem__(cls, item):
        return f'{cls.__name__}[{item}]'
print(CG[3], CG['a', 'b'])
t(lambda: DC[3])


class NoIter:
    __iter__ = None
t(lambda: iter(NoIter()))
t(lambda: list(NoIter()))
t(lambda: 1 in NoIter())


class NoCont:
    __contains__ = None

    def __iter__(self):
        return iter([1])
t(lambda: 1 in NoCont())


class NoHash:
    __hash__ = None
t(lambda: hash(NoHash()))
t(lambda: {NoHash()})


class NoAdd:
    __add__ = None
t(lambda: NoAdd() + 1)


class NoCall:
    __call__ = None
t(lambda: NoCall()())


class BadLen:

    def __len__(self):
        return -1
t(lambda: len(BadLen()))
t(lambda: bool(BadLen()))


class BadLen2:

    def __len__(self):
        return 'a'
t(lambda: len(BadLen2()))


class BadLen3:

    def __len__(self):
        return 2 ** 70
t(lambda: len(BadLen3()))


class Idx:

    def __index__(self):
        return 2
print([1, 2, 3][Idx()], 'abc'[Idx()], range(Idx())[1], (1, 2, 3, 4)[Idx():])


class BadIdx:

    def __index__(self):
        return 'x'
t(lambda: [1, 2][BadIdx()])


class KW:

    def __new__(cls, *a, **k):
        o = super().__new__(cls)
        o.k = k
        o.a = a
        return o

    def __init__(self, x, *, y=2):
        self.y = y
k = KW(1, y=5)
print(k.k, k.a, k.y)
t(lambda: KW())
t(lambda: KW(1, z=2))


class PosInt(int):

    def __new__(cls, v):
        if v < 0:
            raise ValueError('negative')
        return super().__new__(cls, v)

    def __repr__(self):
        return f'PosInt({int(self)})'
print(PosInt(3), PosInt(3) + 1, PosInt(3) == 3, [PosInt(1), PosInt(2)], PosInt(5) > 4, -PosInt(2), PosInt(7) % 4, {3: 'x'}[PosInt(3)], sum([PosInt(1), PosInt(2)]))
t(lambda: PosInt(-1))


class FI(float):

    def __new__(cls, v):
        return float.__new__(cls, v)

    def half(self):
        return self / 2
print(FI(3.5), FI(3.0).half(), FI(2) * 2, repr(FI(1.5)), FI(1) == 1.0, hash(FI(1.5)) == hash(1.5))


class Mixin:

    def hello(self):
        return 'hello ' + repr(self)


class ML(Mixin, list):
    pass


class MD(Mixin, dict):
    pass
print(ML([1]).hello(), MD(a=1).hello(), ML.__mro__[1].__name__)
m = ML([3, 1, 2])
m.sort()
m.x = 1
print(m, m.x, m.__dict__, m + [4], type(m + [4]).__name__, m * 2, m == [1, 2, 3])


class OD(dict):

    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self.order = list(self)

    def __setitem__(self, k, v):
        super().__setitem__(k, v)
        self.order.append(k)

    def __getitem__(self, k):
        return ('got', super().__getitem__(k))
o = OD(a=1)
o['b'] = 2
print(o, o.order, o['a'], o.get('a'), dict(o))


class Fs(frozenset):
    pass


class Se(set):

    def add(self, x):
        super().add(x + 1)
s = Se([1])
s.add(5)
print(sorted(s), Fs([1]) == {1}, Fs([1, 2]) | {3}, type(Se([1]) | {2}).__name__)


class Tup(tuple):

    def __new__(cls, *a):
        return super().__new__(cls, a)

    def __getitem__(self, i):
        return ('t', super().__getitem__(i))
tp = Tup(1, 2)
print(tp, tp[0], len(tp), [x for x in tp], tp + (3,), hash(tp) == hash((1, 2)), tp == (1, 2), (1, 2) == tp, {(1, 2): 'y'}[tp])
tp.attr = 1
print(tp.attr)
a, b = tp
print(a, b)


class Str(str):

    def __eq__(self, o):
        return 'eq!'

    def __hash__(self):
        return str.__hash__(self)

    def __add__(self, o):
        return Str(str(self) + '+' + o)
ss = Str('q')
print(ss == 'z', ss + 'w', type(ss + 'w').__name__, ss.upper(), f'{ss}', '%s' % ss, ss[0], 'q' in ss, ','.join([ss, ss]), int(Str('12')))


class GetSetOnly:

    def __set__(self, i, v):
        i.__dict__['d'] = v * 10


class H:
    d = GetSetOnly()
h = H()
h.d = 2
print(h.d, type(H.d).__name__)


class DelDesc:

    def __get__(self, i, o):
        return 'dd'

    def __delete__(self, i):
        print('deleted')


class H2:
    d = DelDesc()
h = H2()
del h.d
t(lambda: setattr(h, 'd', 1))


class CachedProp:

    def __init__(self, f):
        self.f = f
        self.n = f.__name__

    def __get__(self, i, o):
        if i is None:
            return self
        v = i.__dict__[self.n] = self.f(i)
        return v


class H3:

    @CachedProp
    def c(self):
        print('computed')
        return 5
h = H3()
print(h.c, h.c)


class PropSub(property):

    def __get__(self, i, o=None):
        return ('sub', super().__get__(i, o))


class H4:

    @PropSub
    def p(self):
        """pdoc"""
        return 3
print(H4().p, H4.__dict__['p'].__doc__)


class MetaEq(type):

    def __eq__(c, o):
        return True

    def __hash__(c):
        return 7

    def __getattribute__(c, n):
        return 'meta:' + n if n.startswith('q') else type.__getattribute__(c, n)

    def __setattr__(c, n, v):
        print('meta set', n)
        super().__setattr__(n, v)

    def __delattr__(c, n):
        print('meta del', n)
        super().__delattr__(n)

    def __dir__(c):
        return ['z', 'a']

    def __repr__(c):
        return '<META %s>' % c.__name__

    def __or__(c, o):
        return 'or!'

    def __bool__(c):
        return False

    def __add__(c, o):
        return 'c+' + str(o)

    def __contains__(c, x):
        return x == 1


class ME(metaclass=MetaEq):
    x = 1
print(ME == 3, hash(ME), ME.qqq, ME.x, ME, dir(ME), ME | int, bool(ME), ME + 1, 1 in ME, 2 in ME)
ME.x = 5
del ME.x
t(lambda: ME.x)


class Res:
    kept = []

    def __del__(self):
        print('del', self.n)
        Res.kept.append(self)
r = Res()
r.n = 1
del r
print(len(Res.kept))
Res.kept.clear()
print('cleared')


class Abs:

    def __abs__(self):
        return 'abs'

    def __neg__(self):
        return 'neg'

    def __invert__(self):
        return 'inv'

    def __round__(self, n=None):
        return ('round', n)

    def __divmod__(self, o):
        return 'dm'

    def __rpow__(self, o):
        return ('rpow', o)

    def __pow__(self, o, m=None):
        return ('pow', o, m)

    def __matmul__(self, o):
        return 'mm'

    def __getitem__(self, i):
        return i

    def __enter__(self):
        return 'ent'

    def __exit__(self, *a):
        return False

    def __reversed__(self):
        return iter('rev')

    def __int__(self):
        return 42

    def __float__(self):
        return 4.5

    def __length_hint__(self):
        return 3

    def __missing__(self, k):
        return k
x = Abs()
print(abs(x), -x, ~x, round(x), round(x, 2), divmod(x, 1), 2 ** x, x ** 2, pow(x, 2, 3), x @ 1, x[1:2], x[1, 2], x[...], int(x), float(x), list(reversed(x)))
with x as y:
    print(y)
t(lambda: +x)
t(lambda: x @ 1 + 1)
t(lambda: x < 1)


class IAdd:

    def __init__(self):
        self.v = []

    def __iadd__(self, o):
        self.v.append(o)
        return self

    def __isub__(self, o):
        return NotImplemented

    def __sub__(self, o):
        return 'sub'
ia = IAdd()
ia += 1
ia += 2
print(ia.v)
ia -= 1
print(ia)


class LTot:

    def __lt__(self, o):
        return NotImplemented

    def __gt__(self, o):
        return 'gt'
t(lambda: LTot() < LTot())
t(lambda: LTot() < 1)


class Child(LTot):

    def __gt__(self, o):
        return 'child gt'
print(LTot() < Child())


class Attr:
    __slots__ = {'a': 'doc a', 'b': None}
print(Attr.a, sorted(Attr.__slots__))


class Sl2:
    __slots__ = 'single'
x = Sl2()
x.single = 1
print(x.single)


class WithDict:
    __slots__ = ('a', '__dict__')
w = WithDict()
w.a = 1
w.z = 2
print(w.a, w.z, w.__dict__)


class A0:

    def __init__(self):
        self.a = 1
        self.b = 2
x = A0()
y = A0()
del x.a
x.a = 3
print(x.__dict__, y.__dict__, x.a)
for i in range(40):
    setattr(x, 'attr%d' % i, i)
print(len(x.__dict__), x.attr39, x.b)
x.__dict__.clear()
print(x.__dict__, hasattr(x, 'a'))
print([n for n in dir(A0()) if not n.startswith('__')], [n for n in dir(A0) if not n.startswith('__')])


def outer():

    class Loc:

        def m(self):
            return __class__

        @classmethod
        def cm(cls):
            return super().__init_subclass__
    return Loc
L1 = outer()
print(L1, L1().m() is L1, L1.__qualname__)


class T1:
    x = 'class'

    def get(self):
        return x
t(T1().get)
print(T1.__dict__['x'], T1.__doc__, T1.__weakref__, type(T1.__dict__))
T1.__doc__ = 'new doc'
T1.__name__ = 'Renamed'
print(T1.__doc__, T1, T1.__qualname__)
T1.__qualname__ = 'Q.R'
print(T1)


def func():
    pass
func.__name__ = 'renamed'
func.__qualname__ = 'qq'
func.__doc__ = 'dd'
func.__defaults__ = None
print(func.__name__, func.__doc__)


def g1(a, b):
    return a + b
g1.__defaults__ = (5,)
print(g1(1))
g1.__code__ = (lambda a, b: a * b).__code__
print(g1(3))
g1.__kwdefaults__ = {'z': 1}
print(g1.__kwdefaults__)
del g1.__kwdefaults__
print(g1.__kwdefaults__)
print(callable(g1), callable(T1), callable(T1()), callable(3), callable(Abs().__abs__))
try:

    class Bad(int, str):
        pass
except TypeError as e:
    print(e)


class Base:

    def __init_subclass__(cls, **k):
        raise RuntimeError('no subclass')
try:

    class Sub(Base):
        pass
except RuntimeError as e:
    print(e)
try:

    class DupSlots(A0):
        __slots__ = ('__dict__',)
except TypeError as e:
    print(e)


class ExcA(Exception):

    def __reduce__(self):
        return 'x'
print(isinstance(ExcA(), Exception), ExcA.__mro__[1:3])


class V1:

    def __eq__(self, o):
        print('V1 eq')
        return NotImplemented


class V2:

    def __eq__(self, o):
        print('V2 eq')
        return True
print(V1() == V2(), V1() == 3, V1() != V2(), [V1()] == [V2()])


class Cmp:

    def __init__(s, n):
        s.n = n

    def __lt__(s, o):
        return s.n < o.n

    def __repr__(s):
        return 'C%d' % s.n
print(sorted([Cmp(3), Cmp(1), Cmp(2)]), min([Cmp(3), Cmp(1)]), max(Cmp(3), Cmp(7)))
print(type('Dyn', (A0,), {'z': 1, 'f': lambda self: self.a + self.z})().f(), type('D2', (), dict(a=1)).__dict__['a'])
print(type(3)(4), type('')('x'), type([])([1]), type(None), type(type), type(type(None)))
t(lambda: type(None)())
t(lambda: type(...)())
t(lambda: type(NotImplemented)())
t(lambda: None.x)
t(lambda: setattr(None, 'x', 1))
t(lambda: 1 .x)
t(lambda: 'a'.zz)
t(lambda: [].zz)
t(lambda: int.zz)
t(lambda: len.zz)
t(lambda: (lambda: 1)(2))
t(lambda: A0(1))
t(lambda: A0().zz())
t(lambda: A0.a)
