nobody = None
print(None, repr(None), type(None), None is None, None == 0, bool(None))
print([None, None], {None: 1}, None in (1, None))


def nothing():
    pass


print(nothing(), nothing() is None, print("x"))
for expression in ("None + 1", "None < 1", "nobody()", "nobody[0]", "None.x", "len(None)", "for_each(None)", "-None"):
    try:
        eval(expression)
    except Exception as error:
        print(expression, "->", type(error).__name__ + ":", error)
try:
    for x in None:
        pass
except TypeError as error:
    print(error)
