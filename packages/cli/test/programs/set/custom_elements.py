class Item:
    def __init__(self, key):
        self.key = key

    def __hash__(self):
        return self.key % 4

    def __eq__(self, other):
        return isinstance(other, Item) and self.key == other.key

    def __repr__(self):
        return f"Item({self.key})"


s = {Item(1), Item(5), Item(9), Item(1)}
print(len(s), sorted(i.key for i in s), Item(5) in s, Item(2) in s)
s.remove(Item(5))
print(sorted(i.key for i in s), s & {Item(9)}, Item(9) in frozenset(s))


class Unhashable:
    __hash__ = None


try:
    {Unhashable()}
except TypeError as error:
    print(error)
