print("second starts")
import first

print("second sees X:", hasattr(first, "X"))


def other():
    return first.X
