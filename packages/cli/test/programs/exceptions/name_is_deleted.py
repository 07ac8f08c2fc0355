error = "before"
try:
    raise ValueError("v")
except ValueError as error:
    print(repr(error))
try:
    error
except NameError as e:
    print(e)


def f():
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    try:
        e
    except UnboundLocalError as problem:
        print(problem)
    try:
        raise KeyError
    except KeyError as e:
        e = "rebound"
        print(e)
    return "e" in locals()


print(f())
