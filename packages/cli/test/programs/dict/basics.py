d = {"a": 1, "b": 2, 3: "three", (1, 2): [4]}
print(d, len(d), d["a"], d[3], d[1, 2], "a" in d, "z" in d, 3 in d, bool({}), bool(d))
d["c"] = 5
d["a"] = "changed"
del d["b"]
print(d, list(d), dict(), {}, dict(a=1, b=2), dict([("x", 1), ("y", 2)]), dict({"k": 1}, l=2), dict(zip("ab", [1, 2])))
print(d == dict(d), {"a": 1, "b": 2} == {"b": 2, "a": 1}, {1: "a"} == {1.0: "a"}, {} != {1: 1}, {1: 2} == [])
print({1: "int", 1.0: "float", True: "bool", 2: "x"}, {"a": 1, "a": 2}, {**{"a": 1}, "b": 2, **{"a": 3}})
