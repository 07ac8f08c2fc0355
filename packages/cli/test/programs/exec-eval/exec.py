exec("a = 1\nb = a + 1\nprint(a, b)")
print(a, b)
space = {"x": 10}
exec("y = x * 2\ndef f(): return x + y", space)
print(space["y"], space["f"](), sorted(k for k in space if not k.startswith("__")))
g, l = {}, {}
exec("z = 1\nglobal w\nw = 2", g, l)
print(l, "w" in g, exec("pass"))


def f():
    v = 1
    exec("v = 2")
    return v


print(f())
exec("class C:\n    x = 1\n    def m(self): return self.x")
print(C().m())
exec(compile("for i in range(3): print(i, end=' ')\nprint()", "f", "exec"))
exec("import math\nprint(math.floor(2.5))")
