class At:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


a = list(range(10))
print(a[At(3)], a[At(1):At(4)], a[::At(3)], "abc"[At(-1)], (1, 2)[At(0)], range(10)[At(5)], b"abc"[At(1)])
a[At(0)] = "zero"
del a[At(1):At(9)]
print(a, [0] * At(2), hash(slice(1, 2)) == hash(slice(1, 2)))
try:
    a["0"]
except TypeError as error:
    print(error)
