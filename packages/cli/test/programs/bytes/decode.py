print(b"abc".decode(), b"\xc3\xa9\xe6\x97\xa5".decode("utf-8"), b"\xe9".decode("latin-1"), b"a\x00b\x00".decode("utf-16-le"), b"abc".decode("ascii"))
print(b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode(errors="ignore"), b"\xff".decode("ascii", "backslashreplace"), ascii(b"\xff".decode("utf-8", "surrogateescape")))
for data, encoding in ((b"\xff", "utf-8"), (b"ab\xc3", "utf-8"), (b"\xe9", "ascii"), (b"\xed\xa0\x80", "utf-8"), (b"\xc3\x28", "utf8"), (b"\xf0\x9f", "utf-8")):
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        print(error, "|", error.start, error.end)
try:
    b"a".decode("no-such")
except LookupError as error:
    print(error)
