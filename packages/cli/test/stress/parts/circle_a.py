import circle_b

name = "a"


def other():
    return circle_b.name
