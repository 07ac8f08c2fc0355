"""Records what CPython 3.13 answers to calls of str, bytes and bytearray: run it to write recorded/text.json, which text.test.ts reads.

A case is [receiver, method or operator, arguments, keyword arguments, answer]; the answer is the repr of the result, or [exception, message]. Values:
strings, ints, null, booleans as in JSON; {"f": float}, {"b": bytes}, {"B": bytearray} (as Latin-1 text), {"t": tuple}, {"d": dict items}, lists.
"""

import json
import operator
import os
import zlib


def encode(v):
    if v is None or isinstance(v, (bool, str)):
        return v
    if isinstance(v, int):
        return v if abs(v) < 2**53 else {"i": str(v)}
    if isinstance(v, float):
        return {"f": repr(v)}
    if isinstance(v, bytes):
        return {"b": v.decode("latin-1")}
    if isinstance(v, bytearray):
        return {"B": v.decode("latin-1")}
    if isinstance(v, tuple):
        return {"t": [encode(x) for x in v]}
    if isinstance(v, list):
        return [encode(x) for x in v]
    if isinstance(v, dict):
        return {"d": [[encode(k), encode(x)] for k, x in v.items()]}
    if isinstance(v, slice):
        return {"s": [encode(v.start), encode(v.stop), encode(v.step)]}
    raise TypeError(v)


operators = {
    "+": operator.add,
    "*": operator.mul,
    "%": operator.mod,
    "in": lambda a, b: b in a,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "[]": operator.getitem,
    "repr": repr,
    "str": str,
    "len": len,
    "list": list,
    "format()": format,
    "+=": operator.iadd,
    "*=": operator.imul,
    "[]=": lambda a, k, v: (operator.setitem(a, k, v), a)[1],
    "del": lambda a, k: (operator.delitem(a, k), a)[1],
}

cases = []
errors = {}


def copied(v):
    return bytearray(v) if isinstance(v, bytearray) else v


def case(receiver, name, *args, **kwargs):
    coded = [encode(receiver), name, [encode(a) for a in args], {k: encode(v) for k, v in kwargs.items()}]
    live = copied(receiver)
    try:
        if name.endswith("."):
            # A static method, or a call of the class.
            f = {"str.": str, "bytes.": bytes, "bytearray.": bytearray}.get(name) or getattr(type(live), name[:-1])
            result = f(*[copied(a) for a in args], **kwargs)
        else:
            f = operators.get(name) or (getattr(live, name) if name == "fromhex" else getattr(type(live), name))
            result = f(*([] if name == "fromhex" else [live]), *[copied(a) for a in args], **kwargs)
        answer = repr(result)
        if isinstance(live, bytearray) and result is None:
            answer = repr(live)
    except Exception as e:
        answer = [type(e).__name__, str(e)]
    if isinstance(answer, str) and len(answer) > 1000:
        return
    if isinstance(answer, list):
        # The same error of the same call is recorded for two receivers.
        key = json.dumps([type(receiver).__name__, *coded[1:], answer])
        errors[key] = errors.get(key, 0) + 1
        if errors[key] > 2 and name not in ("format", "%"):
            return
    # Two of five are kept (all of them passed once): enough to notice a change.
    if kwargs or zlib.crc32(json.dumps(coded).encode()) % 5 < 2:
        cases.append([*coded, answer])


def every(receivers, name, arguments, **kwargs):
    for r in receivers:
        for a in arguments:
            case(r, name, *a, **kwargs)


strings = [
    "", "a", "abc", "Hello World", "  spam  eggs\t", "a,b,,c,", "ÀÉî", "straße ﬁ", "ΣΑΣ Σ", "aĀbĀ", "😀x😀", "line1\nline2\r\nline3\x0bq\u2028z",
    "1234", "½²", "\tx\ty\n\tz", "-42", "+7", "it's a \"quote\"", "\x00\x7f\x80\u200b\ud800", "ab" * 40, "aaaa", "mississippi", "٣٤", "Ǆ ǆ ǅ", "_name1", "İstanbul",
    "they're bill's", "non\xa0break", "Ω≈ç√", "title Case Here", "UPPER", "lower",
]
none = [()]
for name in (
    "lower upper casefold capitalize title swapcase isalnum isalpha isdecimal isdigit isnumeric isspace isascii islower isupper istitle isprintable "
    "isidentifier strip lstrip rstrip split rsplit splitlines expandtabs __getnewargs__ __sizeof__ encode".split()
):
    every(strings, name, none)
for name in "repr str len list".split():
    every(strings, name, none)
parts = [("a",), ("",), ("ss",), ("Ā",), ("😀",), ("is",), ("zzz",), (",",), (" ",), (1,), (None,), ("a", 1), ("a", 1, 3), ("a", -2), ("a", None, -1), ("", 5), ("", 100), ("a", "x")]
for name in "find rfind index rindex count startswith endswith".split():
    every(strings, name, parts)
every(strings, "startswith", [(("a", "He"),), ((),), ((1,),), (("l",), 2)])
every(strings, "endswith", [(("a", "ld"),), ((),), ((1,),), (("l",), 2, 4)])
for name in "partition rpartition removeprefix removesuffix".split():
    every(strings, name, [("a",), ("",), ("ss",), ("Ā",), (" ",), ("😀",), ("is",), (1,), (None,)])
for name in "split rsplit".split():
    every(strings, name, [(",",), ("",), ("a",), (None, 1), ("i", 2), ("ss",), ("Ā",), ("😀",), (1,), (",", 0), (" ", 1), (None, 0), (",", "x")])
every(strings[:6], "split", none, maxsplit=1)
every(strings[:6], "rsplit", none, sep="a")
every(strings, "splitlines", [(True,), (0,)])
every(strings[:4], "splitlines", none, keepends=True)
for name in "strip lstrip rstrip".split():
    every(strings, name, [("a",), (" a",), ("",), ("😀Ā",), (None,), (1,)])
every(strings, "replace", [("a", "b"), ("a", ""), ("", "-"), ("a", "Ā"), ("Ā", "q"), ("😀", "é"), ("ss", "xyz"), ("i", "ii", 2), ("a", "a"), ("a", "b", 0), (1, "a"), ("a", 1), ("a", "b", "c")])
every(strings[:4], "replace", [("a", "b")], count=1)
for name in "center ljust rjust".split():
    every(strings, name, [(0,), (9,), (10, "*"), (11, "Ā"), (12, "😀"), (5, "ab"), (5, 1), ("x",)])
every(strings, "zfill", [(0,), (8,), ("x",)])
every(strings, "expandtabs", [(4,), (0,), (1,), ("x",)])
every(strings, "encode", [("ascii",), ("latin-1",), ("utf-16",), ("utf-16-le",), ("utf-32-be",), ("utf-8-sig",), ("nope",), (1,), ("ascii", 1)])
for handler in "ignore replace xmlcharrefreplace backslashreplace surrogateescape surrogatepass nope".split():
    every(strings, "encode", [("ascii", handler), ("utf-8", handler)])
every(strings, "[]", [(0,), (-1,), (3,), (100,), (slice(1, 4),), (slice(None, None, -1),), (slice(None, None, 2),), (slice(5, 1, -2),), (slice(-3, None),), ("x",), (1.5,), (slice(0, 3, 0),), (True,), (slice("a", 1),)])
every(strings, "in", [("a",), ("",), ("ss",), ("Ā",), ("😀",), (1,), ("World",)])
every(strings, "+", [("",), ("x",), ("é",), ("Ā",), ("😀",), (1,), (b"x",)])
every(strings, "*", [(0,), (1,), (3,), (-1,), ("x",), (1.5,), (True,)])
for op in "< <= == != > >=".split():
    every(strings, op, [("abc",), ("",), ("é",), ("Ā",), ("😀",)])
case("a", "<", 1), case("a", "==", 1), case("a", "!=", 1), case("a", "==", b"a")
every(["abc", "", "ÀÉî", "😀x", "a" * 20], "format()", [("",), ("s",), ("10",), (">10",), ("^10",), ("*^11",), ("é<8",), ("😀>8",), (".2",), ("10.2",), ("d",), ("+",), (" ",), ("#",), ("=10",), (",",), ("010",), ("z",), (".",), ("10x",), (1,)])
every(["{}", "{0}", "{0!r}", "{!s:>5}", "{:>10}", "{a}", "{0}{1}", "{}{}", "{0[0]}", "{0[a]}", "{0.real}", "{0.x}", "{", "}", "{{}}", "{{{}}}", "{!z}", "{0!}", "{:{}}", "{:{}.{}}", "{0:{1}}", "{} {0}", "{0} {}",
       "{:d}", "{:x}", "{0[}", "{0.}", "{0[0}", "{0[0]x}", "{:{:{}}}", "{a[b]}", "{0!r", "{0:", "{0:{", "{0!rx}", "{ 0}", "{0 }", "{-1}", "{!a}", "{:é^7}|{!a:>12}"],
      "format", [(), ("x",), (5,), ("ab", 6), ([1, 2], 3), ({"a": 1},), (2.5, 8, 3), ("é",)])

every(["{} {a}", "{a!r:>6}", "{a:{b}}"], "format", [(), (1,)], a="x", b=5)
every(["{a}", "{}", "{0}", "{a[0]}", "x", "{a.real}"], "format_map", [({"a": "yes"},), ({"a": [1]},), ({},), (1,), ([1],)])
every(["%s", "%d", "%5d|%-5d|%05d", "%x %X %o %#x %#o", "%c", "%r", "%a", "%%", "%s %s", "%f", "%.2f", "%e", "%G", "%+d", "% d", "%.3s", "%10s|", "%-10s|", "%i", "%u",
       "%(a)s", "%(a)d %(b)s", "%(a", "%", "%z", "%5", "%*d", "%.*f", "%-*d|", "%ld", "%.3d", "%#.3x", "%010.3f", "no", "%(a)%", "%c%c", "é%sĀ"],
      "%", [(1,), ("ab",), (("a", "b"),), ((1, 2),), ((5, 42),), ((2, 3.14159),), (-7,), (3.75,), (12345678901234567890123,), ({"a": 1, "b": "q"},), ([1, 2],), ((),), (None,), ("é",),
       (True,), (b"x",), ((-5, 3),), (1114112,), (8364,), (float("nan"),), (float("inf"),)])
tables = [{97: "A"}, {97: None}, {97: 98}, {97: "xyz", 98: 0x1F600}, {97: 1.5}, {97: 1 << 30}, {97: -1}, {}, 1, ["a"] * 3, "abc"]
every(["", "abc", "banana", "aĀ😀"], "translate", [(t,) for t in tables])
for args in [("ab", "xy"), ("ab", "x"), ("ab", 1), ("ab", "xy", "z"), ("ab", "xy", 1), (1, "a")]:
    case("", "maketrans.", *args)
for d in [{"a": 1}, {97: "x"}, {"ab": 1}, {1.5: 1}, {}]:
    case("", "maketrans.", d)
case("", "maketrans.", 1)
for args in [(), (1,), (1.5,), (None,), ("é",), (b"a",), (b"a", "ascii"), (b"\xff", "latin-1"), (b"\xff", "ascii"), (b"\xff", "ascii", "replace"), ("a", "b"), (1, "b"), (b"a", 1), (b"a", "utf8", 1),
             (bytearray(b"q"), "utf8"), (b"a", "nope"), (b"\xe2\x82\xac\xf0\x9f\x98\x80", "utf8"), (b"\xe2\x82", "utf8"), (b"\xff\xfea\x00", "utf-16")]:
    case("", "str.", *args)

# --- bytes and bytearray ---
texts = [b"", b"a", b"abc", b"Hello World", b"  spam  eggs\t", b"a,b,,c,", b"\xc0\xff\x00", b"line1\nline2\r\nline3\x0bq\x1cz", b"1234", b"\tx\ty", b"-42", b"it's a \"q\"", b"ab" * 20, b"aaaa",
         b"mississippi", b"they're bill's", b"UPPER", b"lower", b"Title Case"]
for kind in bytes, bytearray:
    receivers = [kind(t) for t in texts]
    for name in (
        "lower upper capitalize title swapcase isalnum isalpha isdigit isspace isascii islower isupper istitle strip lstrip rstrip split rsplit splitlines expandtabs decode hex"
        .split()
    ):
        every(receivers, name, none)
    for name in "repr str len list".split():
        every(receivers, name, none)
    for name in "find rfind index rindex count startswith endswith".split():
        every(receivers, name, [(b"a",), (b"",), (bytearray(b"ss"),), (b"is",), (97,), (256,), (-1,), (1.5,), ("a",), (None,), (b"a", 1), (b"a", 1, 3), (b"a", -2), (b"a", None, -1), (b"", 5), (b"", 100), (b"a", "x")])
    every(receivers, "startswith", [((b"a", b"He"),), ((),), ((1,),), (("a",),)])
    for name in "partition rpartition removeprefix removesuffix".split():
        every(receivers, name, [(b"a",), (b"",), (bytearray(b"ss"),), (b" ",), ("a",), (1,)])
    for name in "split rsplit".split():
        every(receivers, name, [(b",",), (b"",), (bytearray(b"a"),), (None, 1), (b"i", 2), ("a",), (1,), (b",", 0), (b",", "x")])
        every(receivers[:5], name, none, maxsplit=1)
    every(receivers, "splitlines", [(True,)])
    for name in "strip lstrip rstrip".split():
        every(receivers, name, [(b"a",), (b" a",), (b"",), (None,), ("a",), (1,)])
    every(receivers, "replace", [(b"a", b"b"), (b"a", b""), (b"", b"-"), (b"ss", b"xyz"), (b"i", b"ii", 2), (b"a", b"b", 0), ("a", b"b"), (b"a", "b"), (b"a", b"b", "c"), (b"a",)])
    for name in "center ljust rjust".split():
        every(receivers, name, [(0,), (9,), (12, b"*"), (12, bytearray(b"-")), (5, b"ab"), (5, "a"), ("x",)])
    every(receivers, "zfill", [(0,), (8,), ("x",)])
    every(receivers, "expandtabs", [(4,), (0,), ("x",)])
    every(receivers, "hex", [(":",), (b"-",), (":", 2), (":", -2), (":", 0), ("ab",), ("é",), (1,), ("",)])
    every(receivers, "decode", [("ascii",), ("latin-1",), ("utf-8", "replace"), ("ascii", "ignore"), ("ascii", "backslashreplace"), ("utf-8", "surrogateescape"), ("nope",), (1,), ("utf-16",)])
    identity = bytes(range(256))
    every(receivers[:8], "translate", [(None,), (identity.upper(),), (None, b"a"), (b"x",), ("a",), (identity, "a")])
    every(receivers, "[]", [(0,), (-1,), (3,), (100,), (slice(1, 4),), (slice(None, None, -1),), (slice(None, None, 2),), (slice(5, 1, -2),), ("x",), (1.5,), (slice(0, 3, 0),), (True,)])
    every(receivers, "in", [(b"a",), (b"",), (bytearray(b"ss"),), (97,), (256,), ("a",), (1.5,), (None,)])
    every(receivers, "+", [(b"",), (b"x",), (bytearray(b"yz"),), ("a",), (1,)])
    every(receivers, "*", [(0,), (1,), (3,), (-1,), ("x",), (1.5,)])
    for op in "< <= == != > >=".split():
        every(receivers, op, [(b"abc",), (b"",), (bytearray(b"abc"),), ("abc",)])
    every([kind(b"a"), kind(b"")], "join", [([b"x", bytearray(b"y")],), ((b"x", b"y", b"z"),), ([],), ([b"q"],), ("ab",), (1,), ([1],), (b"ab",)])
    every([kind(t) for t in (b"%s", b"%d", b"%5d|%-5d|%05d", b"%x", b"%c", b"%r", b"%a", b"%%", b"%b", b"%s %s", b"%.2f", b"%.1s|", b"%5s|", b"%(a)s", b"%z", b"%", b"%*d", b"no")],
          "%", [(1,), (b"ab",), ("ab",), ((b"a", b"b"),), ((1, 2),), ({b"a": b"q"},), (bytearray(b"z"),), (256,), (3.5,), ([1],), ((),)])
    for text in ["", "00ff", "0", "0g", " 0a 0b\n", "a b", "é0", "zé", "0 0", "ABcd"]:
        case(kind(), "fromhex", text)
    case(kind(), "fromhex", b"00")
    case(kind(), "maketrans.", b"ab", b"xy"), case(kind(), "maketrans.", b"ab", b"x"), case(kind(), "maketrans.", "a", b"x")
    for args in [(), (3,), (-1,), ("a",), ("a", "ascii"), ("é", "ascii"), ("é", "latin-1"), ("é", "utf-8", "strict"), ("a", "nope"), (1, "a"), (b"a", "utf8"), (1.5,), ([1, 2, 255],), ([256],), ([-1],),
                 (["a"],), ([1.5],), (None,), ((1, 2),), (b"abc",), (bytearray(b"q"),), ([],), ({3: 1},), ([1 << 70],), (1 << 70,), (True,), (b"a", None, "x"), ("a", 1)]:
        case(kind(), kind.__name__ + ".", *args)
for data in texts[:6]:
    b = bytearray(data)
    every([b], "append", [(65,), (256,), ("a",), (1.5,), (-1,)])
    every([b], "extend", [(b"xy",), (bytearray(b"q"),), ([1, 2],), ([256],), ("a",), (1,), ((),), (["a"],)])
    every([b], "insert", [(0, 65), (1, 66), (-1, 67), (100, 68), ("a", 1), (0, 256)])
    every([b], "pop", [(), (0,), (-1,), (2,), (100,), ("a",)])
    every([b], "remove", [(97,), (256,), (1,), ("a",)])
    every([b], "clear", none), every([b], "reverse", none), every([b], "copy", none)
    every([b], "+=", [(b"x",), (bytearray(b"yz"),), ("a",), (1,)])
    every([b], "*=", [(0,), (1,), (2,), (-1,), ("x",)])
    every([b], "[]=", [(0, 65), (-1, 66), (100, 1), (0, 256), (0, "a"), ("a", 1), (slice(0, 1), b"xyz"), (slice(1, 3), b""), (slice(None), b"q"), (slice(0, 2), [1, 2, 3]), (slice(0, 1), "a"), (slice(0, 1), 5),
                       (slice(None, None, 2), b"a"), (slice(None, None, 2), b"xy"), (slice(None, None, -1), b"abc"), (slice(3, 1), b"zz"), (slice(None, None, 2), b"")])
    every([b], "del", [(0,), (-1,), (100,), ("a",), (slice(0, 2),), (slice(None),), (slice(None, None, 2),), (slice(None, None, -2),), (slice(2, 1),)])

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "recorded", "text.json"), "w", encoding="ascii") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
print(len(cases), "cases")
