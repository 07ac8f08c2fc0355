print(eval("1 + 2"), eval("[x for x in range(3)]"), eval("x + y", {"x": 1, "y": 2}), eval("x", {"x": 1}, {"x": 2}), eval("(lambda a: a * 2)(4)"))
x = 5
print(eval("x"), eval(" x "), eval("x\n"), eval(compile("x + 1", "f", "eval")), eval(b"x * 2"))


def f(a):
    b = 2
    return eval("a + b"), eval("[a for _ in range(2)]") if False else "skip"


print(f(1))
d = {}
eval("0", d)
print(list(d))
for bad in (lambda: eval(5), lambda: eval("x", 5), lambda: eval("nope", {}), lambda: eval("a\0b")):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
