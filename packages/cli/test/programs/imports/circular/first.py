print("first starts")
import second

X = "first X"
print("first ends")


def value():
    return second.other()
