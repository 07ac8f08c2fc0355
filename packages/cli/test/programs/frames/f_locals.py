# frame.f_locals of functions reads and writes their variables (PEP 667)
import sys
def show(text, scope):
    try:
        print(text, "->", repr(eval(text, scope)))
    except Exception as e:
        print(text, "!!", type(e).__name__, e)

def write_through():
    a = 1
    b = [2]
    def inner():
        return a
    fl = sys._getframe().f_locals
    print(type(fl).__name__, fl["a"], fl["b"])
    fl["a"] = 10
    fl["b"] = "new"
    fl["extra"] = 5
    print(a, b, inner(), fl["extra"], "extra" in locals(), locals()["extra"])
    a = 20
    print(fl["a"], sys._getframe().f_locals["a"])
    fl.update({"a": 30, "z": 1})
    print(a, fl["z"], len(fl), "zz" in fl, 1 in fl)
    fl |= {"a": 31}
    print(a, list(fl), list(reversed(fl)), fl.keys())
    for name in ("unbound", "late"):
        print(name in fl)
    late = 1
    print("late" in fl, fl.get("late"), fl.get("nothing"), fl.get("nothing", 3))
    print(fl.setdefault("late", 9), fl.setdefault("later", 9), fl["later"])
    del late
    print("late" in fl)
    fl["late"] = 77
    print(late)
write_through()

def errors():
    x = 1
    fl = sys._getframe().f_locals
    for t in ["fl['q']", "fl[1]", "fl.__delitem__('x')", "fl.pop", "fl.update(5)", "fl.update({}, z=2)", "fl | 5", "hash(fl)", "type(fl)()", "type(fl)(1)", "[] in fl", "fl[[]]", "fl.__setitem__([], 1)", "fl.__ior__([('x', 5)])", "fl < fl", "fl == {'x': 1}", "fl == fl", "fl == 5", "fl != fl.copy()", "fl == dict(fl)", "type(fl | {'k': 1})", "({'k': 1, 'x': 0} | {})['x']", "({'x': 0} | fl)['x']", "(fl | {'x': 0})['x']", "bool(fl)", "fl.__len__()", "isinstance(fl, dict)", "type(fl.items())", "type(fl.copy())", "[n for n in dir(fl) if n[:2] != '__']", "fl.__class__.__module__"]:
        show(t, {"fl": fl})
errors()

def level2():
    f = sys._getframe(1)
    f.f_locals["x"] = "changed by the callee"
    f.f_locals["new"] = 1
def level1():
    x = "own"
    level2()
    return x, locals()
print(level1())

def gen():
    n = 0
    while True:
        n += 1
        yield n
g = gen()
print(next(g), g.gi_frame.f_locals)
g.gi_frame.f_locals["n"] = 100
print(next(g), next(g))
fl = g.gi_frame.f_locals
g.close()
print(g.gi_frame, fl)

def failing(v):
    w = v * 2
    raise ValueError(v)
try:
    failing(3)
except ValueError as e:
    frame = e.__traceback__.tb_next.tb_frame
    fl = frame.f_locals
    print(fl, type(fl).__name__)
    fl["w"] = "later"
    print(frame.f_locals["w"], frame.f_locals)
    frame.clear()
    print(frame.f_locals, "w" in fl)

class Body:
    q = 1
    fl = sys._getframe().f_locals
    print(type(fl).__name__, fl is locals(), "q" in fl)
    fl["made"] = 5
print(Body.made)
print(type(sys._getframe().f_locals).__name__, sys._getframe().f_locals is globals())

def comprehension():
    k = "outer"
    print([sys._getframe().f_locals.get("k") for k in range(2)], k)
    return [sorted(n for n in locals()) for k in (1,)]
print(comprehension())

def keeps():
    big = ["kept"]
    return sys._getframe()
fr = keeps()
print(fr.f_locals["big"], fr.f_lineno > 0)
fr.f_locals["big"].append(1)
print(fr.f_locals)
def rep():
    me = sys._getframe().f_locals
    print(me)
rep()
def star(*args, k, **kw):
    sys._getframe().f_locals["args"] = (1,)
    sys._getframe().f_locals["kw"] = {}
    return args, kw
print(star(5, 6, k=1, j=2))
exec_locals = {}
def ex():
    a = 1
    exec("a = 2; b = 3", {}, sys._getframe().f_locals)
    return a, locals()["b"], eval("a + b", {}, sys._getframe().f_locals)
print(ex())
