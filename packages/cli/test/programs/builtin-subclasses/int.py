class MyInt(int):
    def __new__(cls, value, label=""):
        self = super().__new__(cls, value)
        self.label = label
        return self

    def __add__(self, other):
        return MyInt(int(self) + other, self.label)

    def __repr__(self):
        return f"MyInt({int(self)}, {self.label!r})"


m = MyInt(5, "five")
print(m, m + 1, m * 2, type(m * 2), m == 5, hash(m) == hash(5), [0, 1, 2, 3, 4, 5][m], range(m), f"{m:03d}", "%d" % m, int(m), type(int(m)), {5: "x"}[m], m.bit_length(), isinstance(m, int))
big = MyInt(10**20)
print(big + 1, -big, big > 5, sum([m, 1]), divmod(m, 2), m / 2, bool(MyInt(0)), str(m), sorted([MyInt(3), 1, 2]))
