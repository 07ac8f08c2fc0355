class Case(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)

    def __getitem__(self, key):
        return super().__getitem__(key.lower())

    def __contains__(self, key):
        return super().__contains__(key.lower())


d = Case()
d["ABC"] = 1
print(d, d["Abc"], "aBC" in d, d.get("ABC"), len(d), {**d}, dict(d), type(d.copy()), isinstance(d, dict), d == {"abc": 1})
d.update(X=2)
d.extra = "attribute"
print(d, d.__dict__, sorted(d), list(d.items()))


class Attr(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


a = Attr(x=1)
a.y = 2
print(a.x, a, a["y"])
