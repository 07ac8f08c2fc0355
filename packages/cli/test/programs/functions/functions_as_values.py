def apply(f, *args):
    return f(*args)


def twice(f):
    return lambda x: f(f(x))


print(apply(max, 1, 5, 3), apply(twice(lambda x: x * 3), 2), twice(twice(str.upper))("a"), apply(len, "abc"), apply(dict, [("a", 1)]))
table = {f.__name__: f for f in (abs, len, apply)}
print(sorted(table), table["abs"](-3), apply == apply, apply != twice, {apply: 1}[apply], apply is table["apply"])
for bad in (5, None, "text", [1]):
    try:
        bad()
    except TypeError as error:
        print(error)
