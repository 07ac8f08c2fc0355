a = [1]
a.append(a)
print(a, a[1] is a, a[1][1][0])
b = [a, {"a": a}]
print(b)
c = []
c.append((c,))
print(c)
d = {}
d["self"] = [d]
print(d)
try:
    a == [1, a]
    x = [1]
    x.append(x)
    print(a == x)
except RecursionError as error:
    print(error)
