from collections import defaultdict

d = defaultdict(list)
d["a"].append(1)
d["a"].append(2)
print(d, d["b"], d.get("c"), "c" in d, len(d), d.default_factory)
counts = defaultdict(int)
for ch in "hello":
    counts[ch] += 1
print(dict(counts), defaultdict(lambda: 5)["x"], defaultdict(None, {"a": 1}))
try:
    defaultdict()["missing"]
except KeyError as error:
    print(repr(error))
try:
    defaultdict(5)
except TypeError as error:
    print(error)
tree = lambda: defaultdict(tree)
t = tree()
t["a"]["b"]["c"] = 1
print(t["a"]["b"]["c"], list(t), d.copy() == d, type(d.copy()).__name__, d | {"z": 1})
