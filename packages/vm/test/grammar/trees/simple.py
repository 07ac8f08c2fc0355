a = 1
a = b = c, = d
a, *b = c
*a, b = c
(a) = 1
(a, b), [c, *d] = e
[] = ()
a.b = c[d] = e
a += 1; b -= 2; c *= 3; d /= 4; e //= 5; f %= 6; g @= 7; h &= 8; i |= 9; j ^= 10; k >>= 11; l <<= 12; m **= 13
(a) += 1
a.b += yield_
a: int
a: int = 1
(a): int = 1
a.b: int
a[b]: int = c, *d
pass; pass;
del a, b.c, d[e], (f, g), [h, (i)]
del (a)
assert a
assert a, b
raise
raise a
raise a from b
import a
import a.b.c as d, e as f, g
from a import b
from a.b import c as d, e
from . import a
from .. import (a, b as c,)
from ...a import *
from .... import a
from .a.b import (c)
global_ = 1
a; b; c
x = *a, b
x = yield_ = 1
type X = int
type Y[T, *U, **V] = dict[T, U]
type Z[T: int = str, *U = *x, **V = [int]] = T
type = 1
type
type.x
type(x)
match = 1
match.x
match[x]
match(x)
match * a, b
match -x
case = match = _ = 1
print(match, case, type, _)
print -1
é = ª = ﬁ = 1
a if b else \
    c
x = (  # comment
    1,
    2,  # another

)
