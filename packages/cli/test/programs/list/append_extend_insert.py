a = []
for i in range(5):
    a.append(i * i)
print(a, a.append(1))
a.extend("ab")
a.extend(x for x in (7, 8))
a.extend(a[:2])
print(a)
a.insert(0, "first")
a.insert(-1, "before last")
a.insert(100, "last")
a.insert(-100, "very first")
print(a)
a.extend(a)
print(len(a))
for bad in (lambda: a.extend(5), lambda: a.append(), lambda: a.insert(1), lambda: a.insert("x", 1), lambda: a.append(1, 2)):
    try:
        bad()
    except TypeError as error:
        print(error)
