class Op:
    pass


names = "add sub mul truediv floordiv mod pow lshift rshift and or xor matmul divmod".split()
for name in names:
    setattr(Op, f"__{name}__", lambda self, *other, name=name: name)
    setattr(Op, f"__r{name}__", lambda self, *other, name=name: "r" + name)
    setattr(Op, f"__i{name}__", lambda self, other, name=name: "i" + name)
a = Op()
print(a + 1, a - 1, a * 1, a / 1, a // 1, a % 1, a**1, a << 1, a >> 1, a & 1, a | 1, a ^ 1, a @ 1, divmod(a, 1), pow(a, 2), pow(a, 2, 3))
print(1 + a, 1 - a, 1 * a, 1 / a, 1 // a, 1 % a, 1**a, 1 << a, 1 >> a, 1 & a, 1 | a, 1 ^ a, 1 @ a, divmod(1, a))
print("x" + a, [1] + a, (1,) * a, {1} | a, "%s" % a if False else "skip", 1.5 + a, None + a)
for symbol in "+ - * / // % ** << >> & | ^ @".split():
    scope = {"a": Op()}
    exec(f"a {symbol}= 1", scope)
    print(scope["a"], end=" ")
print()
