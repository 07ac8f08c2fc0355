for x in "ab", [1, 2], (3,), {4: 5}, {6}, b"7", range(8, 9), iter([9]), (x for x in [10]):
    for y in x:
        print(y, end=" ")
print()
for i, (a, b) in enumerate({"k": 1, "l": 2}.items(), 1):
    print(i, a, b)
for a, *b in [(1, 2, 3), "xyz"]:
    print(a, b)
for x in [1, 2, 3]:
    x = x * 10
print(x)
for i in range(3):
    for i in "ab":
        pass
    print(i, end=" ")
print(i)
