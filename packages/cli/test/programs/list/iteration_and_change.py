a = [1, 2, 3]
for x in a:
    if x < 20:
        a.append(x * 10)
print(a)
b = [1, 2, 3, 4, 5, 6]
for x in b:
    if x % 2 == 0:
        b.remove(x)
    print(x, b)
it = iter([1, 2])
print(next(it), it.__length_hint__(), next(it), next(it, "done"), next(it, "still"))
try:
    next(it)
except StopIteration as error:
    print("stop", repr(error))
