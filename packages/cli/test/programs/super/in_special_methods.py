class Logged(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)

    def __getitem__(self, key):
        print("get", key)
        return super().__getitem__(key)

    def __repr__(self):
        return "Logged" + super().__repr__()


d = Logged()
d["a"] = 1
print(d["a"], d)


class Stack(list):
    def push(self, *items):
        for item in items:
            super().append(item)
        return self

    def __len__(self):
        return super().__len__() * 100


s = Stack().push(1, 2)
print(s, len(s), s == [1, 2])


class Text(str):
    def __new__(cls, value):
        return super().__new__(cls, value.upper())

    def __add__(self, other):
        return Text(super().__add__(other))


print(Text("ab") + "cd", type(Text("a") + "b").__name__)
