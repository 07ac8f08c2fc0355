def value(name):
    print("value", name)
    return name


class Target:
    def __setattr__(self, name, value):
        print("set", name, value)


def target():
    print("target")
    return Target()


target().a = value(1)
target().b, target().c = value(2), value(3)
first = second = value(4)
d = {value("k"): value("v")}
target().x = target().y = value(5)
[value(0), 0][value(0)] = value(6)
