class S(str):
    def __str__(self): return "S!" 
    def __repr__(self): return "S?"
class P(str): pass
s = S("abc"); p = P("héllo")
print(s, repr(s), len(s), s[0], s.upper(), s + "x", "x" + s, s * 2, s == "abc", hash(s) == hash("abc"), s in {"abc"})
print(format(s), f"{s}", f"{s!r:>5}", "{}".format(s), "%s %r" % (s, s), str(s), str(p), type(str(p)), type(p[:]), type(p.strip()))
p.x = 5
print(p.x, p.__dict__, isinstance(p, str), p < "z", "z" > p, sorted([P("b"), "a", P("c")]))
print(",".join([s, p, "q"]), P("a,b").split(P(",")), P("abc").replace(P("b"), P("x")))
print({P("k"): 1}["k"], {"k": 2}[P("k")], P("x") is P("x"))
class B(bytes):
    def __repr__(self): return "B()"
b = B(b"abc")
print(b, b + b"x", b[0], b[1:], b == b"abc", hash(b) == hash(b"abc"), b.upper(), bytes(b), type(bytes(b)))
b.attr = 1
print(b.attr, B(5), B([1, 2]), B("é", "utf8"), B.fromhex("0a"))
class A(bytearray):
    pass
a = A(b"xyz"); a.n = 1
a.append(33); a += b"??"
print(a, a.n, type(a + b""), type(a[1:]), A.fromhex("ff"), A(3), a.copy())
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print("abc"[I(1)], "abc"[I(0):I(2)], "abc" * I(2), "abcabc".find("c", I(3)), "a".center(I(5), "*"), b"abc"[I(1)], b"abc"[I(1):], bytes(I(3)), bytes([I(65)]), b"ABC".find(I(66)), I(65) in b"ABC")
x = bytearray(b"abc"); x[I(0)] = I(90); x.append(I(33)); x.insert(I(0), I(64)); x.extend([I(1)]); print(x, x.pop(I(0)))
x[I(0):I(2)] = (I(70) for _ in range(3)); print(x); del x[I(0)]; print(x); x.extend(i for i in [1, 2]); print(x)
class F:
    def __format__(self, spec): return f"<{spec}>"
    def __str__(self): return "str-F"
    def __repr__(self): return "repr-F"
    a = 5
    def __getitem__(self, k): return f"item {k!r}"
f = F()
print("{:abc} {!s} {!r} {.a} {[x]} {[5]}".format(f, f, f, f, f, f), f"{f:>10}", f"{f!s:>10}", "%s %r %10s|%-10s|" % (f, f, f, f))
print("{a:{w}} {b}".format(a=f, w=10, b=F()), "{0:{1}}".format(f, "zz"), "{x[y]}".format_map({"x": f}))
class M(dict):
    def __missing__(self, k): return f"missing {k}"
print("{a} {b}".format_map(M(a=1)), "%(a)s %(zz)s" % M(a=1))
class N:
    def __int__(self): return 42
    def __float__(self): return 2.5
print("%d %f" % (N(), N()), "%x" % I(255), "%c" % I(66), "%*d" % (5, 3))
class BB:
    def __bytes__(self): return b"from BB"
print(bytes(BB()), b"%b" % BB())
class Bad:
    def __format__(self, s): return 5
    def __str__(self): return 5
    def __bytes__(self): return "x"
for t in ["format(Bad())", "str(Bad())", "'{}'.format(Bad())", "'%s' % Bad()", "bytes(Bad())", "'{0.zz}'.format(5)", "f'{Bad()}'", "f'{Bad()!s}'"]:
    try: print(eval(t))
    except Exception as e: print(t, type(e).__name__, e)
print("".join(str(i) for i in range(5)), ",".join(map(str, [1, 2])), "-".join({"a": 1}), "".join("abc"), b"".join(bytes([i]) for i in range(3)))
try: "".join(i for i in range(3))
except TypeError as e: print(e)
def g():
    yield "a"
    raise TypeError("from g")
try: "".join(g())
except TypeError as e: print(e)
print("abc".translate({97: "A", 98: None}), "abc".translate(str.maketrans("ab", "xy", "c")))
class T:
    def __getitem__(self, k):
        if k == 98: raise LookupError
        return chr(k + 1)
print("abc".translate(T()))
print("a\tb\n".expandtabs(), "x".zfill(3), "Ab".swapcase(), "ß".upper(), "ŉ".title())
print([c for c in "aé😀"], list(b"ab"), list(bytearray(b"cd")), iter("a").__length_hint__())
print("é".encode(), "é".encode("latin-1"), b"\xc3\xa9".decode(), str(b"abc", "ascii"))
try: "é".encode("ascii")
except UnicodeEncodeError as e: print(e, e.encoding, e.object, e.start, e.end, e.reason)
try: b"\xff".decode()
except UnicodeDecodeError as e: print(e, e.args)
print("a" "b" f"{1}{'x'!r}{3.5:.2f}{10:x}{True}{None}", f"{2**100:,}", f"{'a':>3}|{'b':^5}|", f"{1e10}", f"{5:05d}")
print(max("abc"), min("abc"), sorted("hello"), "".join(reversed("abc")), "abc".__contains__("b"), "a" < "b" < "c")
print(str(), bytes(), bytearray(), str(None), str(5), str([1, "a"]), repr("it's"), ascii("é"))
s = ""
for i in range(1000): s += str(i)
print(len(s), s[-5:], s.count("9"))
print("%s" % "x" * 3, "%d%%" % 5, "%5.1f|" % 3.14159, "%r" % ("a",))
print("{:,}".format(1234567), "{:e}".format(12345.678), "{:%}".format(0.25), "{:b} {:o} {:X}".format(5, 8, 255))
