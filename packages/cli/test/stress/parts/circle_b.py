import circle_a

name = "b"


def other():
    return circle_a.name
