def machine():
    a, b = 0, [1]
    for c in "xyz":
        a += 1
        b.append((yield a, b, c, [d for d in range(a)]))
        if (yield "second") == "jump":
            continue
        d = {"k": (yield)}
        print(d)


g = machine()
print(next(g), g.send("s1"), g.send("jump"), g.send("s2"), g.send(None), g.send("dict value"))
print(list(g))


def arguments(a, *args, k=1, **kw):
    yield a, args
    k += 1
    yield k, kw


print(list(arguments(1, 2, k=3, z=4)))


class C:
    def __iter__(self):
        yield from sorted(vars(self).items())


c = C()
c.x, c.a = 1, 2
print(list(c), dict(c))
