# Keys with __eq__ and __hash__ of the program in dicts, sets and views.
def show(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class Key:
    log = []

    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        Key.log.append((self.n, getattr(other, "n", other)))
        return self.n == getattr(other, "n", other)

    def __hash__(self):
        return self.n % 4

    def __repr__(self):
        return "K%r" % self.n


def calls():
    print(Key.log)
    Key.log.clear()


d = {}
d[Key(1)] = 1
d[Key(5)] = 5
d[Key(1)] = 2
print(d, d[Key(5)], Key(9) in d, d.get(Key(1)), d.pop(Key(5)), d.setdefault(Key(1), 7), d.setdefault(Key(13), 8), 1 in d)
calls()
show(lambda: d[Key(77)])
del d[Key(13)]
print(d == {Key(1): 2}, d == {1: 2}, d | {Key(1): 3, Key(5): 4}, dict([(Key(1), 1), (Key(1), 2)]), dict.fromkeys([Key(2), Key(2)]))
calls()
d.update({Key(1): 0})
d |= [(Key(9), 1)]
print(d, d.keys() & {Key(9)}, d.items() & {(Key(1), 0)}, (Key(9), 1) in d.items(), d.keys() - [Key(1)], d.keys() == {Key(1), Key(9)})
calls()

s = {Key(1), Key(5)}
print(len(s | {Key(1), Key(9)}), s & {Key(5)}, s - {Key(5)}, len(s ^ {Key(5), Key(13)}), s <= {Key(5), Key(1), Key(2)}, s == {Key(1), Key(5)})
calls()
s.add(Key(5))
s.discard(Key(1))
s.update([Key(9)], {Key(5): 1})
s.symmetric_difference_update([Key(9), Key(2)])
print(s, s.isdisjoint([Key(5)]), s.issuperset([Key(2)]), s.intersection(iter([Key(2)])), s.difference([Key(2)]))
calls()
s |= {Key(6)}
s &= {Key(6), Key(5), Key(2)}
s -= {Key(2)}
s ^= {Key(6), Key(7)}
print(s)
calls()
show(lambda: s.remove(Key(99)))
print(frozenset([Key(1), Key(1)]), {frozenset([Key(1)])} == {frozenset([Key(1)])})


class Unequal:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ZeroDivisionError("eq")


show(lambda: {Unequal(): 1}[Unequal()])
show(lambda: {Unequal(), Unequal()})
show(lambda: {1} | {Unequal()})
show(lambda: Unequal() in {Unequal()})


class Emptying:
    def __init__(self, target):
        self.target = target

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.target.clear()
        return False


d = {}
d[Emptying(d)] = 1
print(Emptying(d) in d, len(d))
d[Emptying(d)] = 1
d[Emptying(d)] = 2
print(len(d))
s = set()
s.add(Emptying(s))
s.add(Emptying(s))
print(len(s))
other = {}
other[1] = 1
other[Emptying(other)] = 2
show(lambda: {Emptying({}): 0}.update(other))


class BadHash:
    def __hash__(self):
        return "x"


class NoHash:
    __hash__ = None


show(lambda: {BadHash(): 1})
show(lambda: {NoHash()})
show(lambda: [] in {1: 2})
show(lambda: {1, 2} in {3})


class Missing(dict):
    def __missing__(self, key):
        return "no %r" % key


m = Missing(a=1)
print(m["a"], m["b"], m.get("b"), "b" in m, type(m | {}), type(m.copy()), Missing.fromkeys("ab"))


class Mapping:
    def keys(self):
        return iter(["k1", "k2"])

    def __getitem__(self, key):
        return key * 2


print(dict(Mapping()), {**Mapping()}, {} | dict(Mapping()))
show(lambda: dict([(1, 2), 3]))
show(lambda: dict([(1, 2), (1, 2, 3)]))
show(lambda: {}.update([[1, 2]], a=1))


def change(container, action):
    try:
        for _ in container:
            action()
    except RuntimeError as e:
        print(e)


d = {1: 1, 2: 2}
change(d, lambda: d.__setitem__(3, 3))
change(d.items(), lambda: d.pop(1))
change(reversed(d), lambda: d.clear())
s = {1, 2}
change(s, lambda: s.add(99))
d = {i: i for i in range(5)}


def move():
    k = next(iter(d))
    del d[k]
    d[k + 100] = k


change(d, move)
