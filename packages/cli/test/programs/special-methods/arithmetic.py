class N:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return f"N({self.v})"

    def __add__(self, o):
        return N(("add", self.v, o))

    def __radd__(self, o):
        return N(("radd", self.v, o))

    def __iadd__(self, o):
        self.v = ("iadd", self.v, o)
        return self

    def __sub__(self, o):
        return N(("sub", self.v, o))

    def __mul__(self, o):
        return N(("mul", self.v, o))

    def __rmul__(self, o):
        return N(("rmul", self.v, o))

    def __neg__(self):
        return N(("neg", self.v))

    def __pos__(self):
        return N(("pos", self.v))

    def __invert__(self):
        return N(("invert", self.v))

    def __abs__(self):
        return N(("abs", self.v))


n = N(1)
print(n + 2, 2 + n, n - 1, n * 2, 2 * n, -n, +n, ~n, abs(n), n + n)
n += 5
print(n)
n -= 1
print(n, sum([N(1), N(2)]))
for expression in ("1 - n", "n / 2", "n ** 2", "n @ n", "n << 1", "divmod(n, 1)", "n % 2", "n // n", "n & 1"):
    try:
        eval(expression)
    except TypeError as error:
        print(error)
