# Lists and tuples where Python code runs in the middle: __index__, __eq__, __iter__, __len__, __repr__ of the program.
def show(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__ + ":", e)


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class Equal:
    log = []

    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        Equal.log.append((self.n, getattr(other, "n", other)))
        return self.n == getattr(other, "n", other)

    def __repr__(self):
        return "Equal(%r)" % self.n


a = [3, 1, 2]
print(a[Index(1)], a[Index(0) : Index(2)], a * Index(2), Index(2) * a, (1, 2)[Index(0)], (1,) * Index(2))
print(a.index(Equal(2)), a.count(Equal(1)), Equal(5) in a, Equal.log)
Equal.log.clear()
print([Equal(1), Equal(2)] == [Equal(1), Equal(3)], (Equal(1), Equal(2)) == (Equal(1), Equal(2), Equal(3)), [Equal(1)] != [Equal(1)])
print(Equal.log)
show(lambda: [Equal(1), 5].index(Equal(9)))
show(lambda: [Equal(1)].remove(Equal(2)))

b = list(range(5))
b[Index(1) : Index(3)] = (x for x in "abc")
print(b)
del b[Index(0) :: Index(2)]
print(b)
b[:] = iter("xy")
print(b)


class Sized:
    def __len__(self):
        print("len")
        return 3

    def __iter__(self):
        print("iter")
        return iter([1, 2, 3])


print(list(Sized()), tuple(Sized()))
b = []
b.extend(Sized())
b += Sized()
print(b)


class BadLength:
    def __len__(self):
        raise ValueError("no length")

    def __iter__(self):
        return iter(())


show(lambda: list(BadLength()))


def broken():
    yield 1
    yield 2
    raise KeyError("end")


b = [0]
show(lambda: b.extend(broken()))
print(b)


class Growing:
    def __eq__(self, other):
        grown.append(0)
        return len(grown) > 6


grown = [Growing()] * 3
print(grown.count(1), len(grown), grown.index(1))


class Clearing:
    def __eq__(self, other):
        cleared.clear()
        return False


cleared = [Clearing(), 2, 3]
print(cleared == [1, 2, 3], cleared)


class Text:
    def __repr__(self):
        return repr(inner)


inner = [1]
outer = [Text(), (Text(),), {1: Text()}]
inner.append(outer)
print(outer, inner)
inner.clear()


class Shrinking:
    def __repr__(self):
        shrunk.pop()
        return "s"


shrunk = [Shrinking(), 1, 2, 3]
print(shrunk)
