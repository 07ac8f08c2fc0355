"""Records what CPython 3.13 answers, for the tests of src/text.

    python3.13 test/text/record.py        (from packages/vm)

Writes recorded/<module>.json in the form of ../numeric/record.py.
"""

import hashlib
import math
import pathlib
import struct
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "numeric"))

from record import R, SPECIAL, Recorder, any_float, encode  # noqa: E402

CHARACTERS = (
    list("abAZ1 \t\n\r'\"\\\x00\x1c\x1d\x7f_.-+:")
    + list("\x85\xa0\xad\xe9\xdf\xb5\xff\xb2\xbd\xaa\xb7\u0130\u0131\u03a3\u03c3\u03c2\u01c5\u01c6\u01c4\u0149\ufb01\u1fb3\u1fbc")
    + list("\u0345\u0663\u2167\u2177\U0001d400\U00010400\U00010428\ud800\udfff\u2028\u3000\u4e00\U0001f600\u0301\U0001e900")
)


def has_pair(s):
    return any(0xD800 <= ord(a) < 0xDC00 <= ord(b) < 0xE000 for a, b in zip(s, s[1:]))


def text(alphabet, size):
    while True:
        s = "".join(R.choice(alphabet) for _ in range(R.randint(0, size)))
        if not has_pair(s):
            return s


def characters():
    case = Recorder()

    def block(start):
        digest = hashlib.sha256()
        for cp in range(start, start + 0x10000):
            c = chr(cp)
            flags = [c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isspace(), c.isprintable(), c.isidentifier(),
                     ("a" + c).isidentifier(), c.isalnum()]
            forms = [",".join(str(ord(x)) for x in f) for f in (c.lower(), c.upper(), c.title(), c.casefold())]
            numeric = float(unicodedata.numeric(c, math.nan))
            fields = ["".join(str(int(f)) for f in flags), *forms, unicodedata.category(c), unicodedata.east_asian_width(c),
                      str(unicodedata.decimal(c, -1)), str(unicodedata.digit(c, -1)), repr(numeric)]
            digest.update((" ".join(fields) + "\n").encode())
        return digest.hexdigest()

    for start in (0, 0x10000, 0x20000, 0x30000, 0xE0000, 0x100000):
        case("block", block, start)
    case.write(HERE / "recorded" / "unicode-data.json")


def strings():
    case = Recorder()
    names = (
        "lower upper casefold capitalize title swapcase isalpha isdecimal isdigit isnumeric isalnum isspace isprintable"
        " islower isupper istitle isidentifier isascii split rsplit splitlines strip lstrip rstrip"
    ).split()
    for _ in range(150):
        s = text(CHARACTERS if R.random() < 0.7 else CHARACTERS[:20], 8)
        for name in names:
            case(name, getattr(str, name), s)
        case("repr", repr, s)
        case("ascii", ascii, s)
        case("splitMax", lambda s, n: s.split(None, n), s, 2)
        case("rsplitMax", lambda s, n: s.rsplit(None, n), s, 2)
        case("splitlinesKeep", lambda s: s.splitlines(True), s)
        case("expandtabs", lambda s, n: s.expandtabs(n), s, R.choice([0, 1, 4, 8]))
        case("center", lambda s, n: s.center(n, "*"), s, R.randint(0, 12))
        case("zfill", str.zfill, s, R.randint(0, 12))
        b = bytes(R.choice([0, 9, 10, 13, 11, 28, 32, 39, 34, 92, 65, 97, 127, 128, 255]) for _ in range(R.randint(0, 8)))
        case("bytesRepr", repr, b)
        case("bytesSplit", bytes.split, b)
        case("bytesSplitlines", lambda b: b.splitlines(True), b)
    case.write(HERE / "recorded" / "case.json")


def search():
    case = Recorder()

    def periodic(length, period):
        unit = "".join(R.choice("abc") for _ in range(period))
        return (unit * (length // period + 1))[:length]

    for i in range(260):
        if i < 160:
            hay, needle = text("ab", 40), text("ab", 5)
        elif i < 230:
            hay, needle = periodic(R.randint(0, 60), R.randint(1, 4)), periodic(R.randint(0, 9), R.randint(1, 4))
        else:
            hay = periodic(R.randint(2000, 2200), R.randint(1, 300))
            at = R.randint(0, 1500)
            needle = hay[at : at + R.randint(100, 300)]
            if R.random() < 0.5:
                at = R.randint(0, len(needle) - 1)
                needle = needle[:at] + R.choice("abc") + needle[at + 1 :]
        start, end = R.randint(0, 3), len(hay) - R.randint(0, 2)
        if start <= end:
            case("find", str.find, hay, needle, start, end)
            case("rfind", str.rfind, hay, needle, start, end)
            case("count", str.count, hay, needle, start, end)
        if i < 230:
            case("replace", str.replace, hay, needle, "|", R.choice([-1, 1, 2]))
            if needle:
                case("split", str.split, hay, needle, R.choice([-1, 1, 2]))
                case("rsplit", str.rsplit, hay, needle, R.choice([-1, 1, 2]))
    case.write(HERE / "recorded" / "search.json")


def value():
    k = R.random()
    if k < 0.25:
        return R.choice(["", "a", "abc", "h\xe9llo", "\U0001f600x", "x" * 12])
    if k < 0.6:
        return R.choice([0, 1, -1, 5, -17, 255, 1234, -12345, 1234567, 97, 0x1F600, 0x110000, 10**20, -(10**15), 2**64, 10**400])
    return R.choice(SPECIAL + [1234.5678, -1e10, 123456789.123, -0.001, 12345678.0, any_float()])


def formats():
    case = Recorder()

    def spec():
        s = ""
        if R.random() < 0.3:
            s += R.choice(["*", "0", "<", "\xe9", "\U0001f600", "", "", " "]) + R.choice("<>=^")
        if R.random() < 0.2:
            s += R.choice("+- ")
        if R.random() < 0.07:
            s += "z"
        if R.random() < 0.15:
            s += "#"
        if R.random() < 0.2:
            s += "0"
        if R.random() < 0.5:
            s += str(R.randint(1, 25))
        if R.random() < 0.2:
            s += R.choice([",", "_", ",", "_", ",_", "_,", ",,"])
        if R.random() < 0.35:
            s += "." + R.choice(["0", "1", "2", "3", "6", "10", "20", ""])
        if R.random() < 0.7:
            s += R.choice(list("sdbcoxXneEfFgG%") + ["d", "f", "g", "x", "q", "\xe9", "\x01", "dd"])
        return s or "5"

    for _ in range(2500):
        case("format", format, value(), spec())
    for s in ["99999999999999999999", ".99999999999999999999", "\u0663", "\u0663.\u0662f", ",s", "_s", "c", "+c", "#c", "=s", "z", "zd"]:
        for v in ("abc", 97, 1.5, True):
            case("format", format, v, s)
    case.write(HERE / "recorded" / "format-spec.json")


def percents():
    case = Recorder()
    for _ in range(1500):
        v = value()
        s = "%" + "".join(R.choice("-+ #0") for _ in range(R.randint(0, 3)))
        if R.random() < 0.5:
            s += str(R.randint(0, 20))
        if R.random() < 0.4:
            s += "." + R.choice(["", "0", "1", "2", "5", "10", "30"])
        if R.random() < 0.1:
            s += R.choice("hlL")
        if isinstance(v, str):
            s += R.choice("sra")
        elif isinstance(v, int):
            s += R.choice("diuoxXcsra")
        else:
            s += R.choice("eEfFgGsra")
        case("one", lambda t, v: t % (v,), s, v)
    bad = [
        "%", "abc%", "%(", "%(a", "%(a)%", "%y", "%\xe9", "%\x01", "%5", "%.", "%5.y", "%%", "%5%", "%-", "%ll d", "%hd", "%hhd",
        "%.99999999999d", "%99999999999999999999d", "abc%(x)s", "%(a(b)c)s", "\xe9%q", "%d%%", "%(a)d|%(a)5d", "%s %s",
    ]
    for s in bad:
        case("mapping", lambda t: t % {"a": 1, "a(b)c": 2}, s)
        case("tuple", lambda t: t % (1,), s)
    case.write(HERE / "recorded" / "percent-format.json")


def templates():
    case = Recorder()
    pieces = (
        "{|}|{{|}}|{}|{0}|{1}|{a}|{0|{3[0]}|{3[9|{a[}]}|{!r}|{!x}|{!|{!r|{!rx}|{0:>{1}}|{:{}}|{:{:{}}}|{0!r:>5}|{3[]}|"
        "{99999999999999999999999}|{0:{1}d}|text|\xe9|{:>10}|{a!\xe9}|{a!\x01}|{:|{0:}|{ }|{\u0660}|{9}|{b}|{a{b}}|{[0]}|{-1}|"
        "{!s:{0}|{:{{}}}|{3[0]x}|{3[0"
    ).split("|")
    for _ in range(700):
        s = "".join(R.choice(pieces) for _ in range(R.randint(1, 4)))
        case("template", lambda t: t.format(1, 25, "x", [10, 20], a=7), s)
    case.write(HERE / "recorded" / "format-string.json")


def codecs():
    case = Recorder()
    encodings = "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be ascii latin-1".split()
    handlers = "strict ignore replace backslashreplace surrogateescape surrogatepass xmlcharrefreplace nohandler".split()
    alphabet = list("ab\x7f\x80\xe9\xff\u0100\ud7ff\ud800\udbff\udc00\udc80\udcff\udfff\ue000\uffff\U00010000\U0010ffff\ufeff")

    # Fails as a UnicodeError with everything that it carries.
    def run(f):
        try:
            return f()
        except UnicodeError as e:
            return [type(e).__name__, str(e), e.encoding, e.start, e.end, e.reason]

    for _ in range(1200):
        s, e, h = text(alphabet, 6), R.choice(encodings), R.choice(handlers)
        case("encode", lambda p, e, h: run(lambda: s.encode(e, h)), [ord(c) for c in s], e, h)
        b = bytearray(s.encode(R.choice(encodings[:8]), "surrogatepass"))
        if R.random() < 0.3:
            b = bytearray(R.choice(b"A\x80\xbf\xc1\xc2\xe0\xe2\xa0\xed\xf0\x90\x8f\xf4\xf5\xff\xd8\xdc\x00\xfe") for _ in range(R.randint(0, 8)))
        if b and R.random() < 0.6:
            b[R.randrange(len(b))] = R.choice([0, 0x80, 0xFF, 0xED, 0xC0, 0xE0, 0xF0, 0xF4, 0xD8, 0xA0, 0xBF])
        if b and R.random() < 0.4:
            del b[R.randrange(len(b))]
        b = bytes(b)

        def decode(b, e, h):
            r = run(lambda: b.decode(e, h))
            return [ord(c) for c in r] if isinstance(r, str) else r

        h = R.choice(handlers[:6] + handlers[7:])
        case("decode", decode, b, e, h)
    case.write(HERE / "recorded" / "codecs.json")


def structs():
    case = Recorder()
    for _ in range(900):
        f, values = R.choice(["", "@", "=", "<", ">", "!"]), []
        for _ in range(R.randint(0, 4)):
            c = R.choice("xcbB?hHiIlLqQnNefdspP" if R.random() < 0.98 else "yz")
            n = R.choice(["", "", "", "", "0", "1", "2", "3", " "])
            f += n + c
            count = int(n) if n.strip() else 1
            for _ in range(0 if c == "x" else 1 if c in "sp" else count):
                if R.random() < 0.01 and c != "?":
                    values.append(None)
                elif c in "sp":
                    values.append(R.randbytes(R.randint(0, 4)))
                elif c == "c":
                    values.append(R.randbytes(1))
                elif c == "?":
                    values.append(R.random() < 0.5)
                elif c in "efd":
                    values.append(R.choice([0.0, -0.0, 1.5, R.uniform(-70000, 70000), R.uniform(-1e-4, 1e-4), R.random() * 2 ** R.randint(-30, 15),
                                            float("inf"), 1e39, 3.4028235677973366e38, 5, 2.0**-24, 2.0**-25, 65504.0, 65519.0, 6.1e-5]))
                else:
                    values.append(R.getrandbits(R.choice([7, 8, 15, 16, 31, 32, 63, 64, 65])) * R.choice([1, 1, -1]))
        if R.random() < 0.02:
            values.append(1)
        if R.random() < 0.01:
            f += "3"
        case("pack", lambda f, v: struct.pack(f, *v), f, values)
        case("calcsize", struct.calcsize, f)
        try:
            size = struct.calcsize(f)
        except struct.error:
            size = 3
        case("unpack", lambda f, b: list(struct.unpack(f, b)), f, R.randbytes(size if R.random() < 0.95 else 3))
    for f in "99999999999999999999i|9999999999999999999x|9223372036854775807i|b0q|bhilqnNPfde?c|3 b|i @|i\x00|".split("|"):
        case("calcsize", struct.calcsize, f)
    for size, offset in [(7, 4), (7, -4), (7, -3), (7, -30), (7, 100), (8, 4)]:
        case("unpackFrom", lambda n, o: list(struct.unpack_from("i", b"\x01" * n, o)), size, offset)
        case("packInto", lambda n, o: struct.pack_into("i", b := bytearray(n), o, 258) or b, size, offset)
    case("iterUnpack", lambda f, n: struct.iter_unpack(f, bytes(n)) and None, "i", 3)
    case("iterUnpack", lambda f, n: struct.iter_unpack(f, bytes(n)) and None, "", 3)
    case.write(HERE / "recorded" / "struct-format.json")


if __name__ == "__main__":
    assert sys.version_info[:2] == (3, 13), sys.version
    characters(), strings(), search(), formats(), percents(), templates(), codecs(), structs()
