def show(name, value):
    print("evaluate", name)
    return value


class Traced:
    def __init__(self, name):
        self.name = name

    def __format__(self, spec):
        print("format", self.name, repr(spec))
        return self.name


print(f"{show('a', Traced('A'))} {show('b', Traced('B')):{show('spec', '>3')}} {show('c', Traced('C'))}")
