kinds = [ValueError]


def kind():
    print("evaluated")
    return tuple(kinds)


try:
    int("x")
except kind():
    print("caught")
try:
    try:
        1 / 0
    except kind():
        print("not this")
except ZeroDivisionError as error:
    print("outer", error)
for bad in (5, "x", (ValueError, 5), [ValueError], None):
    try:
        try:
            1 / 0
        except bad:
            pass
    except TypeError as error:
        print(error, repr(error.__context__))
try:
    raise KeyError
except (ValueError, (TypeError, KeyError)) if False else (ValueError, KeyError):
    print("nested choice")
