d = {"a": 1, "b": 2, "c": 3}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(keys), "a" in keys, 2 in values, ("a", 1) in items, ("a", 2) in items)
d["d"] = 4
print(keys, list(values), type(items))
print(sorted(keys & {"a", "z"}), sorted(keys | {"z"}), sorted(keys - {"a"}), sorted(keys ^ {"a", "z"}), keys == {"a", "b", "c", "d"}, keys >= {"a"})
print(sorted(items & {("a", 1), ("b", 9)}), keys.isdisjoint(["z"]), keys.isdisjoint("a"), items == d.items(), values == d.values())
print({}.keys(), {}.items(), list(reversed(keys)), keys.mapping["a"], list(map(list, items)))
for k, v in d.items():
    print(k, v, end=";")
print()
