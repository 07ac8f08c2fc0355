d = {}
for i in range(20000):
    d[i * 7919 % 20011] = i
print(len(d), d[7919], sum(d.values()), sum(d))
for i in range(0, 20011, 2):
    d.pop(i, None)
print(len(d), min(d), max(d), next(iter(d)))
names = {f"key{i}": i for i in range(3000)}
print(names["key2999"], "key3000" in names, sum(names[f"key{i}"] for i in range(0, 3000, 100)))
