class Box:
    pass


box = Box()
items = [0, 0, 0]
d = {}
box.x, items[1], d["k"], items[2:] = 1, 2, 3, [4, 5]
print(box.x, items, d)
for box.y, items[0] in [(1, "a"), (2, "b")]:
    print(box.y, items)
i = 0
i, items[i] = 1, "at index one"
print(items)
(box.z, *box.rest) = "hello"
print(box.z, box.rest)
with open(__file__) as box.file:
    print(box.file.readline().strip())
