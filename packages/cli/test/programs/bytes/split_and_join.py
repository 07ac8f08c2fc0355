print(b"a b  c".split(), b"a,b,,c".split(b","), b"a,b,c".split(b",", 1), b"a,b,c".rsplit(b",", 1), b"a\nb\r\nc".splitlines(), b"a\nb".splitlines(True))
print(b",".join([b"a", b"b"]), b"".join([]), b"-".join([bytearray(b"x"), b"y"]), b"a=b".partition(b"="), b"a=b=c".rpartition(b"="), b"abc".partition(b"="))
for call in (lambda: b",".join(["a"]), lambda: b"a".split(""), lambda: b"a".split(b""), lambda: b",".join(5)):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
