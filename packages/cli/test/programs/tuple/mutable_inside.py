t = (1, [2], {"k": 3})
t[1].append(4)
t[2]["l"] = 5
print(t)
try:
    t[1] += [6]
except TypeError as error:
    print(error)
print(t)
a = ([],)
print(a * 2, (a * 2)[0] is a[0], a == ([],), a is a)
