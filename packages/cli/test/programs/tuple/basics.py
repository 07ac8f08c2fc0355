print((), (1,), (1, 2), 1, (1, 2)[0], (1, (2, 3))[1][0], len((1, 2)), tuple(), tuple("ab"), tuple([1]), tuple(range(3)))
t = 1, "b", 3.5
print(t, t[-1], t[::-1], t[1:], t + (4,), t * 2, 2 * (0,), t.count(1), t.index("b"), "b" in t, t == (1, "b", 3.5))
print((1, 2) < (1, 3), (1, 2) < (1, 2, 0), (2,) > (1, 9), (1, "a") == (1, "b"), bool(()), bool((0,)), t[:] is t, tuple(t) is t)
a, b, *c = t
print(a, b, c, *t, sep="|")
