print("a b  c".split(), "  a  b ".split(), "".split(), "   ".split())
print("a,b,,c".split(","), ",".split(","), "".split(","), "a<>b<>c".split("<>"))
print("a b c d".split(None, 2), "a,b,c,d".split(",", 1), "a,b".split(",", 0), " a b ".split(None, 0), "a,b".split(sep=",", maxsplit=-1))
print("a b c d".rsplit(None, 2), "a,b,c,d".rsplit(",", 1), "a,b,c".rsplit(","), "  a b ".rsplit(None, 1))
print("a\tb\nc\x0bd\x1ce".split())
for args in (("",), (1,)):
    try:
        "abc".split(*args)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
