"""How objects are taken apart for copy and pickle."""


class A:

    def __init__(s):
        s.x = 1


class S:
    __slots__ = ('a', 'b')

    def __init__(s):
        s.a = 1


class SD(S):
    pass


class L(list):
    pass


class D(dict):
    pass


class I(int):
    pass


class T(tuple):
    pass


class St(str):
    pass


class N:

    def __getnewargs__(s):
        return (1, 2)


class NX:

    def __getnewargs_ex__(s):
        return ((1,), {'k': 2})


class GS:

    def __getstate__(s):
        return 'st'


class R:

    def __reduce__(s):
        return 'R'


def t(f):
    try:
        print('OK', f())
    except Exception as e:
        print(type(e).__name__, e)
t(lambda: A().__reduce_ex__(2)[1:])
t(lambda: A().__reduce_ex__(4)[1:])
t(lambda: A().__reduce_ex__(1)[1:])
t(lambda: S().__reduce_ex__(2)[1:])
t(lambda: S().__reduce_ex__(1)[1:])
sd = SD()
sd.z = 1
t(lambda: sd.__reduce_ex__(2)[1:])
l = L([1])
l.q = 1
t(lambda: [x if i < 3 else list(x) if x else x for i, x in enumerate(l.__reduce_ex__(2)[1:])])
d = D(a=1)
t(lambda: [x if i < 4 else list(x) if x else x for i, x in enumerate(d.__reduce_ex__(2)[1:])])
t(lambda: I(3).__reduce_ex__(2)[1:])
t(lambda: T((1, 2)).__reduce_ex__(2)[1:])
t(lambda: St('q').__reduce_ex__(2)[1:])
t(lambda: N().__reduce_ex__(2)[1:])
t(lambda: NX().__reduce_ex__(2)[1:])
t(lambda: NX().__reduce_ex__(4)[1:])
t(lambda: GS().__reduce_ex__(2)[1:])
t(lambda: R().__reduce_ex__(2)[1:])
t(lambda: (i for i in []).__reduce_ex__(2)[1:])
t(lambda: (lambda: 1).__reduce_ex__(2)[1:])
t(lambda: object().__reduce_ex__(2)[1:])
t(lambda: object().__reduce_ex__('a')[1:])
t(lambda: A().__getstate__())
t(lambda: S().__getstate__())
t(lambda: sd.__getstate__())
t(lambda: object().__getstate__())
t(lambda: A.__reduce_ex__(2)[1:])
t(lambda: 1 .__reduce_ex__(2)[1:])
t(lambda: [].__reduce_ex__(2)[1:])
t(lambda: {}.__reduce_ex__(2)[1:])
t(lambda: ValueError(1).__reduce_ex__(2)[1:])
t(lambda: None.__reduce_ex__(2)[1:])
t(lambda: super(A, A()).__reduce_ex__(2)[1:])
t(lambda: property().__reduce_ex__(2)[1:])
t(lambda: 1.0.__reduce_ex__(2)[1:])
t(lambda: I(3).__getnewargs__())
t(lambda: 3 .__getnewargs__())
t(lambda: 'a'.__getnewargs__())
t(lambda: (1,).__getnewargs__())
