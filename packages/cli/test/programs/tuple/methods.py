t = (5, 3, 5, None, 5.0)
print(t.count(5), t.count(None), t.index(3), t.index(5, 1), t.index(5, -1), t.__len__(), t.__contains__(3), t.__getitem__(-1), t.__add__((1,)))
print(sorted((3, 1, 2)), max((1, 5, 3)), min(("b", "a")), sum((1, 2)), any((0, "")), all(()), tuple(reversed((1, 2))), tuple(x * 2 for x in (1, 2)))
print(t.__eq__(5), t.__ne__(t), (1, 2).__lt__((1, 3)), (1,).__mul__(2), t.__iter__().__next__(), (1, 2).__repr__())
try:
    t.index(5, 10)
except ValueError as error:
    print(error)
