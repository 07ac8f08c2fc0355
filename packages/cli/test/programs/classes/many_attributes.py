class C:
    pass


c = C()
for i in range(60):
    setattr(c, f"a{i}", i)
print(c.a0, c.a59, len(vars(c)), sum(vars(c).values()))
for i in range(0, 60, 2):
    delattr(c, f"a{i}")
print(list(vars(c))[:5], hasattr(c, "a2"), c.a1)
d = C()
d.b, d.a = 1, 2
e = C()
e.a, e.b = 1, 2
print(d.__dict__, e.__dict__, vars(d) == vars(e))
for name in ("b", "a"):
    delattr(d, name)
d.z = 1
print(d.__dict__)
