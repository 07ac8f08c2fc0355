d = {"a": 1, "b": 2}
d.update({"b": 3, "c": 4})
d.update([("d", 5)], e=6)
d.update()
d.update(zip("fg", (7, 8)))
print(d)
print({"x": 1} | {"x": 2, "y": 3}, {"y": 3} | {"x": 1})
d |= {"a": 0}
d |= [("z", 26)]
print(d)


class Mapping:
    def keys(self):
        return ["p", "q"]

    def __getitem__(self, key):
        return key * 2


d.update(Mapping())
print(d["p"], {**Mapping()}, dict(Mapping()))
for expression in ("{} | []", "[] | {}", "{} | 5"):
    try:
        eval(expression)
    except TypeError as error:
        print(error)
