def gcd(a, b):
    while b:
        a, b = b, a % b
    return abs(a)


class Fraction:
    def __init__(self, n, d=1):
        if d == 0:
            raise ZeroDivisionError(f"{n}/0")
        g = gcd(n, d) * (1 if d > 0 else -1)
        self.n, self.d = n // g, d // g

    def __add__(self, o):
        o = self.lift(o)
        return Fraction(self.n * o.d + o.n * self.d, self.d * o.d)

    __radd__ = __add__

    def __sub__(self, o):
        return self + -self.lift(o)

    def __neg__(self):
        return Fraction(-self.n, self.d)

    def __mul__(self, o):
        o = self.lift(o)
        return Fraction(self.n * o.n, self.d * o.d)

    __rmul__ = __mul__

    def __truediv__(self, o):
        o = self.lift(o)
        return Fraction(self.n * o.d, self.d * o.n)

    def __eq__(self, o):
        o = self.lift(o)
        return (self.n, self.d) == (o.n, o.d)

    def __lt__(self, o):
        o = self.lift(o)
        return self.n * o.d < o.n * self.d

    def __hash__(self):
        return hash((self.n, self.d))

    def __float__(self):
        return self.n / self.d

    def __str__(self):
        return f"{self.n}/{self.d}" if self.d != 1 else str(self.n)

    __repr__ = __str__

    @staticmethod
    def lift(x):
        return x if isinstance(x, Fraction) else Fraction(x)


a, b = Fraction(1, 2), Fraction(-3, -4)
print(a + b, a - b, a * b, a / b, a + 1, 2 * b, a < b, a == Fraction(2, 4), sorted([b, a, Fraction(0)]), float(b), sum([a, b]), {a: 1}[Fraction(5, 10)])
print(sum(Fraction(1, n) for n in range(1, 30)))
try:
    a / 0
except ZeroDivisionError as e:
    print(e)
