from functools import partial, reduce

print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 7), reduce(max, [3, 9, 2]), reduce(lambda a, b: [a, b], "abc"))
p = partial(int, base=2)
print(p("101"), p.func is int, p.args, p.keywords, partial(pow, 2)(5), partial(partial(max, 1), 5)(3), partial(print, "a", sep="-")("b"))
try:
    reduce(lambda a, b: a, [])
except TypeError as error:
    print(error)
try:
    partial()
except TypeError as error:
    print(error)
try:
    partial(5)
except TypeError as error:
    print(error)


class C:
    def m(self, x, y):
        return x, y


print(partial(C().m, 1)(2), list(map(partial(lambda a, b: a - b, 10), [1, 2])))
