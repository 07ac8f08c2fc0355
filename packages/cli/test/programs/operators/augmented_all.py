x = 5
for op in ("+=", "-=", "*=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=", "/="):
    scope = {"x": 13}
    exec(f"x {op} 3", scope)
    print(op, scope["x"])
a = [1]
b = a
a += [2]
a *= 2
print(a, b is a)
s = {1, 2}
t = s
s |= {3}
s &= {2, 3}
s -= {2}
s ^= {9}
print(s, t is s)
d = {"a": 1}
d |= {"b": 2}
d["a"] += 10
print(d)
text = "a"
text += "b"
text *= 3
print(text, (lambda: None)() is None)
for code in ("x += 'a'", "x -= []", "'a' += 'b'", "y += 1", "x.real += 1", "x[0] += 1"):
    try:
        exec(code, {"x": 5})
    except Exception as error:
        print(code, "->", type(error).__name__, error)
