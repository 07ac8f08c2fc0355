print(b"abc", b'it\'s', b"it's", b'"', b"\x00\x7f\x80\xff", b"\n\t\r\\", rb"\n", bR'\x', b"a" b"b", b"""two
lines""")
print(b"", bytes(), bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(5)), bytes(bytearray(b"q")))
for attempt in (lambda: bytes("a"), lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes(["a"]), lambda: bytes(-1), lambda: bytes(1.5), lambda: bytes(5, "utf-8"), lambda: bytes(None)):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
