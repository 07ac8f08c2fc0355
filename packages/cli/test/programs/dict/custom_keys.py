class Key:
    def __init__(self, name, hash_value):
        self.name, self.hash_value = name, hash_value

    def __hash__(self):
        return self.hash_value

    def __eq__(self, other):
        print("compare", self.name, other.name)
        return isinstance(other, Key) and self.name == other.name

    def __repr__(self):
        return self.name


a, b, c = Key("a", 1), Key("b", 1), Key("c", 9)
d = {a: 1, b: 2, c: 3}
print(d[a], d[b], d[c])
print(d[Key("b", 1)])
print(Key("b", 2) in d, d)


class NoHash:
    __eq__ = lambda self, other: True


class BadHash:
    def __hash__(self):
        return "text"


for make in (NoHash, BadHash):
    try:
        {make(): 1}
    except TypeError as error:
        print(error)
