class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return isinstance(other, V) and self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


a, b = V(1), V(2)
print(a == V(1), a != V(1), a == b, a != b, a < b, a > b, sorted([b, a])[0] is a, max(a, b) is b, a in [V(1)], [a] == [V(1)])
for expression in ("a <= b", "a >= b", "hash(a)"):
    try:
        eval(expression)
    except TypeError as error:
        print(error)


class Odd:
    def __eq__(self, other):
        return "not a bool"

    def __ne__(self, other):
        return []

    def __lt__(self, other):
        return 0


print(Odd() == 1, Odd() != 1, Odd() < 1, 1 > Odd(), bool(Odd() == 1), [Odd()] == [1], not (Odd() != 1), 5 == Odd())
