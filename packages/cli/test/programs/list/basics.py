a = [1, "two", 3.0, None, [5]]
print(a, len(a), a[0], a[-1], a[-1][0], [], [1,], bool([]), bool([0]))
a[1] = 2
a[-1][0] = 6
print(a, a == [1, 2, 3.0, None, [6]], a is a, a != [], type(a))
print(list(), list("abc"), list(range(3)), list({"k": 1}), list((1, 2)), [*"ab", *[1]])
b = a
b.append(7)
print(a is b, len(a), a[:] is a, a[:] == a)
