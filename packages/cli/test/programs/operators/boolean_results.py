def v(x):
    print("v", x)
    return x


print(v(0) or v("") or v(3) or v(4))
print(v(1) and v("a") and v([]) and v(2))
print(v(1) and v(0) or v(5), v(0) or v(1) and v(2))
print(not v(0), not v("x"), not (v(0) or v(1)))
x = v(0) or "default"
y = None and None.anything
print(x, y, bool([]) or {}, () and 1, "a" if v([]) else "b", [] or None or 0, 1 and 0.0)
if not (v(1) and not v(0)):
    print("no")
elif v(0) or v(2) and not v(0):
    print("elif")
else:
    print("else")
