def nothing():
    return


def falls_off():
    5


def several():
    return 1, 2


def early(x):
    if x:
        return "early"
    return "late"


def from_loop(items):
    for item in items:
        while True:
            if item > 2:
                return item
            break
    else:
        return "none"


print(nothing(), falls_off(), several(), early(1), early(0), from_loop([1, 2, 3, 4]), from_loop([]))
