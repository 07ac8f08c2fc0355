a = [1, 2, 3, 2, 1, "x"]
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(2)
print(a)
a.clear()
print(a)
for call in (lambda: a.pop(), lambda: [1].pop(5), lambda: a.remove(1), lambda: [1].pop("x")):
    try:
        call()
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
b = [1, 1.0, True, 2]
b.remove(1)
print(b)
del b[0], b[0]
print(b)
