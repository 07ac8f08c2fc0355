class Line:
    def __init__(self, items):
        self.items = list(items)

    def __getitem__(self, key):
        print("get", key)
        return self.items[key]

    def __setitem__(self, key, value):
        print("set", key, value)
        self.items[key] = value

    def __delitem__(self, key):
        print("delete", key)
        del self.items[key]

    def __len__(self):
        return len(self.items)


line = Line(range(6))
print(line[1:3], line[-1], line[::2])
line[0:2] = "ab"
line[2] = "c"
del line[3:], line[0]
print(line.items)
line[0] += "!"
line[0:1] += ["?"]
print(line.items)
