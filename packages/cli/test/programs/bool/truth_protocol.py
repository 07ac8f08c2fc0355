class Box:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        print("bool of", self.value)
        return self.value


class Sized:
    def __init__(self, size):
        self.size = size

    def __len__(self):
        return self.size


class Bad:
    def __bool__(self):
        return 1


class Negative:
    def __len__(self):
        return -1


if Box(True) and not Box(False):
    print("both")
print(bool(Sized(0)), bool(Sized(3)), not Sized(0))
print(bool(object()), bool(Box), bool(print))
for make in (Bad, Negative):
    try:
        bool(make())
    except Exception as error:
        print(type(error).__name__, error)
