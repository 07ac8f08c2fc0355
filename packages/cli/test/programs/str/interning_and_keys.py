d = {}
key = "".join(["a", "b"])
d[key] = 1
print(d["ab"], "a" "b" in d, d.get("b" * 1, "none"))


class C:
    pass


c = C()
setattr(c, "".join(["x", "y"]), 5)
print(c.xy, getattr(c, "x" + "y"), c.__dict__)
setattr(c, "not a name", 6)
print(getattr(c, "not a name"), sorted(vars(c)))
