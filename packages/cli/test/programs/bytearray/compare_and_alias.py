a = bytearray(b"ab")
b = a
b += b"c"
print(a, a is b, a == bytearray(b"abc"), a < b"b", a != b"abc", b"abc" == a, a > bytearray(b"abb"))
c = a + b"d"
print(a, c, a * 2, 98 in a, b"bc" in a, list(a), sorted(a, reverse=True))
for value in a:
    print(value, end=" ")
print(repr(a), str(a), f"{a}", bool(bytearray()), bool(a))
