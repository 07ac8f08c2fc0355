class Zero(dict):
    def __missing__(self, key):
        print("missing", key)
        return 0


d = Zero(a=1)
print(d["a"], d["b"], d.get("b"), "b" in d, len(d))
d["c"] += 5
print(d)


class Grow(dict):
    def __missing__(self, key):
        self[key] = value = type(self)()
        return value


tree = Grow()
tree["a"]["b"]["c"] = 1
print(tree)
