class Stack(list):
    def __init__(self, *items):
        super().__init__(items)
        self.log = []

    def push(self, x):
        self.append(x)
        self.log.append(x)
        return self

    @property
    def top(self):
        return self[-1]


s = Stack(1, 2).push(3)
print(s, len(s), s.top, s.log, s == [1, 2, 3], type(s[:2]), type(s + [1]), type(s * 2), type(s.copy()), isinstance(s, list), s.__dict__, [*s], sum(s))
s.sort(reverse=True)
s[0:1] = "ab"
print(s, repr(s), bool(Stack()), sorted(s, key=str))


class Getter(list):
    def __getitem__(self, i):
        return "got " + str(i)


g = Getter([1, 2])
print(g[0], list(g), g.pop(), g, [x for x in g])
