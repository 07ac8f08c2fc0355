print(b"a" + b"b", b"ab" * 3, 2 * b"x", b"a" < b"b", b"a" == b"a", b"a" == "a", b"ab" > b"a", hash(b"a") == hash(b"a"))
print(b"a" + bytearray(b"b"), type(b"a" + bytearray(b"b")), b"abc" == bytearray(b"abc"))
for expression in ("b'a' + 'b'", "b'a' + 1", "b'a' < 'a'", "b'a' * b'b'", "'a' + b'a'"):
    try:
        eval(expression)
    except TypeError as error:
        print(expression, "->", error)
