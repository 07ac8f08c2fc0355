print(dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), dict.fromkeys([]), dict.fromkeys(range(2), []))
shared = dict.fromkeys("ab", [])
shared["a"].append(1)
print(shared)
d = {"a": [1]}
c = d.copy()
c["a"].append(2)
c["b"] = 3
print(d, c, d.clear(), d, c)


class Sub(dict):
    pass


print(type(Sub.fromkeys("a")), Sub.fromkeys("a"), type(Sub(a=1).copy()))
