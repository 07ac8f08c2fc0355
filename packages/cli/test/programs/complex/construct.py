# complex(): texts, numbers, the special methods, subclasses
def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as e:
        print(text, "!!", type(e).__name__, e)

class NotComplex:
    def __complex__(self):
        return 3

class D(complex):
    pass

class F:
    def __float__(self):
        return 2.5

class I:
    def __index__(self):
        return 7

class N:
    def __complex__(self):
        return "x"

inf = float("inf")
nan = float("nan")
for text in [
    "complex('1_0+2j')",
    "complex('1__0+2j')",
    "complex('x')",
    "complex('1+2j',3)",
    "complex(1,'2')",
    'complex([])',
    'complex(1,[])',
    'complex(NotComplex())',
    'complex(F(),I())',
    'complex(N())',
    'complex(D(1,2))',
    'D(1,2)',
    'type(D(1,2)+1)',
    'complex(1j,2j)',
    'complex(real=3,imag=1)',
    "complex(' ( 1+2j ) ')",
    "complex('(1+2j')",
    "complex('nan+infj')",
    "complex('-j')",
    "complex('1e400')",
    "complex('+-1j')",
    'complex(0.0,-1)',
    'complex(-0.0,1)',
    'complex(1,-0.0)',
    'complex(nan,inf)',
    'complex()',
    'complex(1)',
    'complex(1,2,3)',
    'complex(a=1)',
    "complex('1',imag=2)",
    "complex(b'1')",
    'complex(None)',
    "complex('')",
    "complex('  ')",
    "complex('\\u0661+\\u0662j')",
    "complex('1\\u00a0')",
    "complex('infinity-nanj')",
    'complex(10**400)',
    'complex(1,10**400)',
    'complex(0,inf)**2',
]:
    show(text)

import warnings

class E:
    def __complex__(self):
        return D(1, 2)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(complex(E()), [str(w.message) for w in caught])

c = D(1, 2)
c.x = 3
print(c, c.x, c + 1, type(c + 1), c == 1 + 2j, hash(c) == hash(1 + 2j), type(c.conjugate()), type(+c), complex(c) is c)
class R(complex):
    def __repr__(self):
        return "R!"
    def __add__(self, other):
        return "sum"
    __radd__ = __add__
r = R("3+4j")
print(r, [r], str(r), f"{r}", f"{r:.1f}", r + 1, 1 + r, 1j + r, abs(r), R.__mro__)
import copy
print(copy.copy(1j), copy.deepcopy([1j, c]), type(copy.copy(c)), copy.copy(c).x)
