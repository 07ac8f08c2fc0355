class Box:
    def __init__(self):
        self.data = {}

    def __getitem__(self, key):
        print("get", key)
        return self.data[key]

    def __setitem__(self, key, value):
        print("set", key, value)
        self.data[key] = value

    def __delitem__(self, key):
        print("del", key)
        del self.data[key]

    def __contains__(self, key):
        print("contains", key)
        return key in self.data

    def __len__(self):
        print("len")
        return len(self.data)

    def __iter__(self):
        print("iter")
        return iter(self.data)


b = Box()
b["a"] = 1
b["a"] += 5
b[1, 2] = 3
print(b["a"], "a" in b, "z" not in b, len(b), list(b), bool(b), [*b])
del b["a"]
try:
    b["a"]
except KeyError as error:
    print(repr(error))
