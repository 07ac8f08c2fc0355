a = [1, 2]
print(a + [3], a * 3, 2 * a, a * 0, a * -1, [1, 2] < [1, 3], [1, 2] < [1, 2, 0], [] < [1], [2] > [1, 9], [1, [2, 3]] == [1, [2, 3]])
b = a
b += (3, 4)
print(a, b is a)
b = b + [5]
print(a, b)
a *= 2
print(a)
a += "xy"
print(a, a.__contains__("x"), a.__len__(), a.__add__([1]), a.__getitem__(0), a.__eq__(5))
