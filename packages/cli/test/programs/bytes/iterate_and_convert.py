print(list(b"abc"), tuple(b"\x00\xff"), sum(b"abc"), max(b"abc"), sorted(b"cab"), [*reversed(b"ab")], dict(enumerate(b"ab")))
print(int.from_bytes(b"\x01\x00"), str(b"ab"), repr(b"a'b"), f"{b'x'}", bytes(b"abc"[1:]), {b"k": 1}[b"k"], b"abc".__len__())


class Source:
    def __bytes__(self):
        return b"made"


class Wrong:
    def __bytes__(self):
        return "text"


print(bytes(Source()))
try:
    bytes(Wrong())
except TypeError as error:
    print(error)
