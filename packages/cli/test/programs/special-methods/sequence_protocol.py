# Without __iter__ and __contains__, iteration and `in` count through __getitem__.
class Squares:
    def __getitem__(self, i):
        print("get", i, end="; ")
        if i >= 4:
            raise IndexError(i)
        return i * i

    def __len__(self):
        return 4


s = Squares()
print(list(s))
print(4 in s, 5 in s)
print(list(reversed(s)))
print([x for x in s], tuple(s), max(s), sum(s))
a, b, c, d = s
print(a, b, c, d, list(zip(s, "ab")), "-".join(map(str, s)))
it = iter(s)
print(next(it), next(it), type(it).__name__)
