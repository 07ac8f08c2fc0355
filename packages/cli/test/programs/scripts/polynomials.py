class Poly:
    def __init__(self, *c):
        c = list(c)
        while c and c[-1] == 0:
            c.pop()
        self.c = c

    def __add__(self, o):
        n = max(len(self.c), len(o.c))
        return Poly(*[(self.c[i] if i < len(self.c) else 0) + (o.c[i] if i < len(o.c) else 0) for i in range(n)])

    def __mul__(self, o):
        out = [0] * (len(self.c) + len(o.c))
        for i, a in enumerate(self.c):
            for j, b in enumerate(o.c):
                out[i + j] += a * b
        return Poly(*out)

    def __call__(self, x):
        total = 0
        for c in reversed(self.c):
            total = total * x + c
        return total

    def derivative(self):
        return Poly(*[i * c for i, c in enumerate(self.c)][1:])

    def __repr__(self):
        terms = []
        for i, c in reversed(list(enumerate(self.c))):
            if c:
                terms.append(f"{c if c != 1 or i == 0 else ''}{'x' if i else ''}{f'^{i}' if i > 1 else ''}")
        return " + ".join(terms) or "0"


p, q = Poly(1, 2, 3), Poly(-1, 1)
print(p, "|", q, "|", p + q, "|", p * q, "|", p(2), p.derivative(), Poly(), Poly(0, 0, 1)(10))
r = Poly(1)
for _ in range(5):
    r = r * Poly(1, 1)
print(r, r(1), r(-1), r.derivative().derivative())
