from collections import Counter

c = Counter("mississippi")
print(c, c["s"], c["z"], c.most_common(2), c.most_common(), sorted(c.elements()), c.total(), len(c), "z" in c)
c.update("sss")
c.subtract("mm")
print(c, Counter(a=3, b=1) + Counter(a=1, c=2), Counter(a=3, b=1) - Counter(a=1, b=5), Counter(a=3) & Counter(a=1, b=2), Counter(a=3) | Counter(a=1, b=2), +Counter(a=0, b=-1, c=2), -Counter(a=-1))
print(Counter({"x": 2}), Counter(), Counter([1, 1, 2]) == Counter({1: 2, 2: 1}), dict(Counter("ab")), repr(Counter()), Counter("ab") <= Counter("aab"))
del c["q"]
print(sorted(c.items()), sum(c.values()), isinstance(c, dict))
