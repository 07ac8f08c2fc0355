# Operators and their precedences.
a + b * c - d / e // f % g @ h
-a ** -b ** +c
not a == b
not not a and b or c and not d
a < b <= c != d is not e not in f in g is h
a | b ^ c & d << e >> f + ~g
(a + b) * (c)
((a)).b
x if y else z if w else v
(x if y else z) if w else v
lambda: 0
lambda a, /, b=1, *c, d, e=2, **f: (a, b)
lambda *, a: a
lambda x: x if x else lambda: y
a or (b := c)
[b := 1, (c := 2)]
f(x := 1, y=2)
x[y := 1]
await_ = 1
-1 .real
1..real
1e10j, 0x_ff, 0b1_0, 0o17, 1_000.5e-3, 00, .5, 5., 1E5, 0xFFFFFFFFFFFFFFFFFFFF

# Calls and subscripts.
f()
f(a, *b, c, *d, k=1, *e, **g, m=2, **h)
f(x for x in y)
f(x for x in y)(z)
f(a)(b)[c].d(e,)
x[1], x[1:2], x[:], x[::], x[1:2:3], x[a, b:c, ...], x[*a], x[*a, b], x[a,]
x[lambda: y]

# Displays and comprehensions.
(), (1,), (1, 2), [], [1], [1, *a, 2,], {1}, {1, *a}, {}, {1: 2, **a, 3: 4,}
[x for x in y]
[x for x, in y if a if b for z in x]
{x: y for x, y in z}
{x for x in (y, z)}
(x for x in y if not x)
[(x, y) for x in a for y in b if x < y]
[x async for x in y]
[lambda: x for x in y]
{**a, "b": lambda: c, **d | e} if 0 else 1
