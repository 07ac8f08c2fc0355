print(str(), str(5), str(None), str([1, "a"]), str(b"abc"), str(b"abc", "ascii"), str(b"\xc3\xa9", encoding="utf-8"), str("x"))
print(str(object=3.5), str(b"\xff", "utf-8", "replace"), str(b"\xff", errors="ignore"))


class Named:
    def __str__(self):
        return "a name"

    def __repr__(self):
        return "Named()"


class OnlyRepr:
    def __repr__(self):
        return "only repr"


class Wrong:
    def __str__(self):
        return 5


print(str(Named()), repr(Named()), [Named()], str(OnlyRepr()), f"{Named()!r} {Named()}")
for attempt in (lambda: str(Wrong()), lambda: str("x", "utf-8"), lambda: str(b"\xff", "utf-8"), lambda: str(1, "utf-8")):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
