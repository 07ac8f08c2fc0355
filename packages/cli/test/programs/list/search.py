a = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
print(a.index(1), a.index(1, 2), a.index(5, -3), a.index(3, 1, 10), a.count(5), a.count(7), 9 in a, 7 not in a)
for args in ((7,), (1, 4), (3, 1, 9)):
    try:
        print(a.index(*args))
    except ValueError as error:
        print(error)
nan = float("nan")
print(nan in [nan], [nan].index(nan), [nan].count(nan), [1, True, 1.0].count(1), None in [0, False, ""])


class Equal:
    def __eq__(self, other):
        print("compare with", other)
        return other == 2


print([1, 2, 3].index(Equal()), Equal() in [5, 2], [3, 4].count(Equal()))
