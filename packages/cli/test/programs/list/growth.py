a = []
for i in range(5000):
    a.append(i)
    if i % 3 == 2:
        a.pop(len(a) // 2)
print(len(a), a[:5], a[-5:], sum(a))
while len(a) > 10:
    del a[::2]
print(a)
a = [None] * 1000
a[500] = "middle"
print(a.index("middle"), len(a), a.count(None))
a.insert(500, "new")
print(a[499:503], len(a))
