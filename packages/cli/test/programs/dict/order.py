d = {}
for key in (5, 3, "x", 1, None):
    d[key] = str(key)
print(d)
d[3] = "again"
del d[5]
d[5] = "back"
print(d, list(d.values()), list(reversed(d)), list(reversed(d.items())))
d.pop("x")
d.setdefault("x", "new")
print(list(d))
for i in range(100):
    d[i] = i
for i in range(95):
    del d[i]
print(d)
