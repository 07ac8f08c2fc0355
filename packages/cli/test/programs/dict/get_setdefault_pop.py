d = {"a": 1}
print(d.get("a"), d.get("b"), d.get("b", 0), d.setdefault("a", 9), d.setdefault("b", 2), d.setdefault("c"), d)
print(d.pop("a"), d.pop("zz", None), d.pop("b", "default"), d)
d.update(x=1, y=2)
print(d.popitem(), d.popitem(), d)
groups = {}
for word in "apple ant bear bat cat".split():
    groups.setdefault(word[0], []).append(word)
print(groups)
counts = {}
for letter in "mississippi":
    counts[letter] = counts.get(letter, 0) + 1
print(counts)
