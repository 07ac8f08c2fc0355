"""Records what CPython 3.13 answers, for the tests of src/numeric.

    python3.13 test/numeric/record.py        (from packages/vm)

Writes recorded/<module>.json: one case a line, [name, arguments, result]. Values: "f" + hex of a float, "i" + decimal of an
int, "s" + text, "b" + hex of bytes; a result {"error": [type, message]} was raised.
"""

import decimal
import json
import math
import pathlib
import random
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent
R = random.Random(313)


def encode(x):
    if x is None or isinstance(x, bool):
        return x
    if isinstance(x, float):
        return "f" + x.hex()
    if isinstance(x, int):
        return "i" + str(x)
    if isinstance(x, (tuple, list)):
        return [encode(y) for y in x]
    if isinstance(x, (bytes, bytearray)):
        return "b" + x.hex()
    return "s" + x


class Recorder:
    def __init__(self):
        self.cases = []

    def __call__(self, name, function, *args):
        try:
            result = function(*args)
            failure = None
        except Exception as error:
            name_of_type = "struct.error" if isinstance(error, struct.error) else type(error).__name__
            failure = {"error": [name_of_type, str(error)]}
        # The limit of digits is among the things recorded, and must not hold for the recorder.
        sys.set_int_max_str_digits(0)
        self.cases.append([name, encode(args), failure or encode(result)])
        sys.set_int_max_str_digits(4300)

    def write(self, path):
        seen, lines = set(), []
        for case in self.cases:
            line = json.dumps(case, separators=(",", ":"))
            if line not in seen:
                seen.add(line)
                lines.append(line)
        path.write_text("[\n" + ",\n".join(lines) + "\n]\n")
        print(path.name, len(lines), "cases")


SPECIAL = [
    0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.0, 3.0, 10.0, 100.0, 0.1, 0.125, 0.375, 9.5, 99.5, 99.995, 0.05,
    float("inf"), float("-inf"), float("nan"), 5e-324, -5e-324, 1e-310, 2.2250738585072014e-308,
    1.7976931348623157e308, 1e308, 1e300, 1e-300, 1e16, 1e15, 9999999999999998.0, 1e-4, 1e-5, 1e21, 1e22, 1e23,
    123456789012345680000.0, 2.0**53, 2.0**63, math.pi, math.e, 24.0, 27.0, -27.0, 171.5, 172.0, 710.0, -745.2, 709.9,
]


def any_float():
    k = R.random()
    if k < 0.25:
        return R.uniform(-1000, 1000)
    if k < 0.4:
        return round(R.uniform(-100, 100), R.randint(0, 6))
    if k < 0.55:
        return R.randint(-(10**6), 10**6) / 2 ** R.randint(0, 20)
    if k < 0.65:
        return float(R.randint(-(10 ** R.randint(1, 25)), 10 ** R.randint(1, 25)))
    if k < 0.85:
        return R.uniform(-1, 1) * 10 ** R.randint(-30, 30)
    return struct.unpack("<d", R.randbytes(8))[0]


def any_int():
    return R.getrandbits(R.choice([4, 8, 16, 31, 32, 33, 53, 54, 62, 64, 65, 100, 200, 1000])) * R.choice([1, -1])


def float_text():
    case = Recorder()
    for x in SPECIAL + [any_float() for _ in range(150)]:
        case("repr", repr, x)
        case("hex", float.hex, x)
        case("fromhex", float.fromhex, x.hex())
        case("ratio", float.as_integer_ratio, x)
        if math.isfinite(x):
            case("roundHalfEven", lambda x: round(x), x)
        for code in "efgEFG":
            p = R.choice([0, 0, 1, 2, 3, 5, 6, 10, 12, 16, 17, 20, 30, 50])
            case("format", lambda x, c, p, alt: ("%" + "#" * alt + "." + str(p) + c) % x, x, code, p, R.random() < 0.3)
        for n in R.sample([0, 1, 2, 3, 5, 10, 15, 20, -1, -2, -5, -15, -20, -300, 22, 50, 100, 320, 330, -400], 3):
            case("round", round, x, n)
    for x, p in [(1 / 3, 120), (5e-324, 340), (5e-324, 1100), (1e22 / 3, 105), (0.1, 100), (0.1, 99), (1e300, 3)]:
        for code in "efg":
            case("format", lambda x, c, p, alt: ("%." + str(p) + c) % x, x, code, p, False)
    for text in (
        "0x1p|0x||p3|0x.p3|0x1.8|1.8p-3|  -0X1.FFFFFFFFFFFFF8p3 |0x1.fffffffffffff7p1023|0x1.fffffffffffff8p1023|0x1p-1074|"
        "0x1p-1075|0x1.8p-1075|0x1.0000000000001p-1075|0x3p-1075|0x1p99999999999999999999|-0x0p999|0x1.00000000000008|"
        "0x1.000000000000080001|0x1.00000000000018|inf|-Infinity|+nan|nanx|0x1.8.8|0x1p1024|0x1.8p+1 x|\uff11"
    ).split("|"):
        case("fromhex", float.fromhex, text)
    for text in (
        "1|1.5|1e5|1E+5| 1 |1_0.0_1|_1|1_|1__0|1_.5|1._5|1e_5|1e5_0|.5|5.|.||e5|1e|1e+|inf|INF|-Infinity|nan|+nan|infin|in f|"
        "\uff11\uff12.\uff15|\u0663.5|1\x00|1 2|0x10|1e400|-1e400|1e-400|\t\n1\x0b\x0c\r|\u20031\u2003|\x1c1|\x1c\uff11|1d5|--1|"
        "+-1|1e5.5|\u0661e\u0662|1.7976931348623159e308|2.2250738585072011e-308|4.9e-324|2.4703282292062327e-324|"
        "2.47032822920623272e-324|Infinity_|1_000_000.000_1e1_0|\u00e9|\u22121"
    ).split("|"):
        case("float", float, text)
    case.write(HERE / "recorded" / "float-text.json")


def int_text():
    case = Recorder()
    texts = (
        "1|-1|+5| 12 |1_0|_1|1_|1__0|0x1f|0b101|0o17|0X_1F|0x|0|00|01|0_0|0_1|z|Zz|\uff11\uff12|\u0663||-|+|- 1|1 1|1\x00|"
        "\x1c1|\x1c\uff11|0b2|0o8|-0x10|--1|1.0|\u00e9|0x_|0_x1|1e5"
    ).split("|")
    for text in texts:
        for base in (0, 2, 8, 10, 16, 36, 7, 37, 1):
            case("int", int, text, base)
    for text, base in [("9" * 4300, 10), ("9" * 4301, 10), ("1_0" * 2200, 7), ("f" * 5000, 16), ("9" * 4301 + "x", 10)]:
        case("int", int, text, base)
    for _ in range(100):
        base = R.randint(2, 36)
        case("int", int, "".join(R.choice("0123456789abcdefghijklmnopqrstuvwxyz"[:base]) for _ in range(R.randint(1, 120))), base)
        n = any_int()
        case("str", str, n)
        case("bin", bin, n)
        case("oct", oct, n)
        case("hex", hex, n)
    case("tooLong", lambda k: str(10**k), 4300)
    case("tooLong", lambda k: str(-(10**k)), 4300)
    case("notTooLong", lambda k: len(str(10**k)), 4299)
    case.write(HERE / "recorded" / "int-text.json")


def int_math():
    case = Recorder()
    for _ in range(120):
        a, b, c = any_int(), any_int(), any_int()
        case("floorDiv", lambda a, b: a // b, a, b)
        case("floorMod", lambda a, b: a % b, a, b)
        case("divMod", divmod, a, b)
        case("trueDivide", lambda a, b: a / b, a, b)
        case("gcd", math.gcd, a, b)
        case("lcm", math.lcm, a, b)
        case("bitLength", int.bit_length, a)
        case("bitCount", int.bit_count, a)
        case("intToFloat", float, a)
        case("isqrt", math.isqrt, a)
        if abs(b) < 2**200:
            case("powMod", pow, a, b, c)
        length, order, sign = R.choice([0, 1, 2, 4, 8, 13, 30]), R.choice(["little", "big"]), R.random() < 0.5
        case("toBytes", lambda a, n, o, s: a.to_bytes(n, o, signed=s), a, length, order, sign)
        case("fromBytes", lambda d, o, s: int.from_bytes(d, o, signed=s), R.randbytes(length), order, sign)
        n, k = R.randint(0, 300), R.randint(0, 310)
        case("comb", math.comb, n, k)
        case("perm", math.perm, n, k)
        case("comb", math.comb, a, k % 20)
        case("perm", math.perm, a, k % 20)
        case("factorial", math.factorial, n - 3)
        case("roundInt", lambda a, n: round(a, -n), a, R.randint(1, 30))
        k, m = R.randint(1000, 1100), R.getrandbits(60) | 1
        case("trueDivide", lambda a, b: a / b, m, 2**k * R.choice([1, 3, 7]))
        case("trueDivide", lambda a, b: a / b, (2**53 + 1) * R.getrandbits(70), R.choice([1, 2, 4, 2**70, 3]))
        case("intToFloat", float, (R.getrandbits(52) * 2 + 2**53 + 1) << R.randint(0, 50))
    for a in (0, 1, -7, 2**70):
        for name, f in [("floorDiv", lambda a, b: a // b), ("floorMod", lambda a, b: a % b), ("divMod", divmod),
                        ("trueDivide", lambda a, b: a / b)]:
            case(name, f, a, 0)
    case("trueDivide", lambda a, b: a / b, 10**400, 3)
    case("intToFloat", float, 10**400)
    case("intToFloat", float, 2**1024 - 2**970)
    case("intToFloat", float, 2**1024 - 2**970 - 1)
    case("powMod", pow, 2, -1, 4)
    case("powMod", pow, 2, 3, 0)
    case("powMod", pow, 3, -5, -7)
    case("factorial", math.factorial, 10**20)
    case("comb", math.comb, 10**30, 10**25)
    case("comb", math.comb, 10**20, 10**20 - 3)
    case("perm", math.perm, 10**30, 10**20)
    case("comb", math.comb, 5, -1)
    case("toBytes", lambda a, n, o, s: a.to_bytes(n, o, signed=s), 1, -1, "big", False)
    case("shiftLeft", lambda a, b: a << b, 1, -1)
    case("shiftRight", lambda a, b: a >> b, 1, -1)
    case("shiftRight", lambda a, b: a >> b, -5, 1)
    case.write(HERE / "recorded" / "int-math.json")


def hashes():
    case = Recorder()
    for x in SPECIAL + [any_float() for _ in range(150)]:
        if x == x:
            case("float", hash, x)
    for n in [0, 1, -1, -2, 2**61 - 1, 2**61, -(2**61), 2**61 - 2, 2**53, -(2**53)] + [any_int() for _ in range(150)]:
        case("int", hash, n)
    for _ in range(100):
        items = [R.choice([1, -1, 0, 2**40, -(2**61), 1.5, None, -2, R.getrandbits(64)]) for _ in range(R.randint(0, 6))]
        case("tuple", lambda h: hash(tuple(items)), [hash(i) for i in items])
        case("frozenset", lambda h: hash(frozenset(items)), [hash(i) for i in frozenset(items)])
        z = complex(any_float(), R.randint(-5, 5))
        if z == z:
            case("complex", lambda a, b: hash(z), hash(z.real), hash(z.imag))
    case("none", lambda: hash(None))
    case.write(HERE / "recorded" / "hash.json")


def mathlib():
    case = Recorder()

    def argument():
        k = R.random()
        if k < 0.5:
            return R.uniform(-10, 10)
        return R.uniform(-1, 1) if k < 0.8 else any_float()

    one = (
        "acos acosh asin asinh atan atanh cbrt cos cosh degrees erf erfc exp exp2 expm1 fabs gamma lgamma log1p radians sin"
        " sinh sqrt tan tanh ulp log log2 log10 frexp modf floor ceil trunc"
    )
    for name in one.split():
        for x in SPECIAL + [argument() for _ in range(100)]:
            case(name, getattr(math, name), x)
    for name in "pow fmod remainder atan2 copysign nextafter hypot".split():
        for x in R.sample(SPECIAL, 16):
            for y in R.sample(SPECIAL, 8):
                case(name, getattr(math, name), x, y)
        for _ in range(80):
            case(name, getattr(math, name), argument(), argument())
    for _ in range(80):
        case("ldexp", math.ldexp, argument(), R.randint(-1200, 1200))
        case("fma", math.fma, R.uniform(-2, 2), R.uniform(-2, 2), R.uniform(-2, 2) * 2.0 ** -R.randint(0, 110))
        case("fma", math.fma, any_float(), any_float(), any_float())
        case("hypot", math.hypot, *[R.uniform(-1, 1) for _ in range(R.randint(0, 5))])
        case("dist", math.dist, [R.uniform(-1, 1) for _ in range(3)], [R.uniform(-1, 1) for _ in range(3)])
        values = [R.uniform(-1, 1) * 2.0 ** R.randint(-60, 60) for _ in range(R.randint(0, 9))]
        values += [-x for x in values[: R.randint(0, 9)]]
        R.shuffle(values)
        case("fsum", math.fsum, values)
        a = [R.uniform(-1, 1) * 2.0 ** R.randint(-30, 30) for _ in range(R.randint(1, 8))]
        case("sumprod", math.sumprod, a, [R.choice([1.0, -1.0, R.uniform(-1, 1)]) for _ in a])
        case("nextafterSteps", lambda x, y, n: math.nextafter(x, y, steps=n), argument(), argument(), R.getrandbits(62))
        a = argument()
        case("isclose", math.isclose, a, a * (1 + R.choice([1e-8, 1e-9, 1e-10])))
        n = R.getrandbits(R.choice([10, 60, 1000, 1024, 1025, 2000]))
        for name in ("log", "log2", "log10"):
            case(name + "Int", getattr(math, name), n)
    case("fsum", math.fsum, [1e308, 1e308])
    case("fsum", math.fsum, [float("inf"), float("-inf")])
    case("fsum", math.fsum, [float("inf"), 1.0])
    case("dist", math.dist, [1.0], [1.0, 2.0])
    case("isclose", math.isclose, float("inf"), float("inf"))
    case("isclose", math.isclose, float("inf"), 1e308)
    case.write(HERE / "recorded" / "mathlib.json")


def elementary():
    """The nearest floats to the exact values, by decimal arithmetic with 60 digits."""
    case = Recorder()
    decimal.getcontext().prec = 60
    d = decimal.Decimal
    for _ in range(150):
        x = R.uniform(-700, 700) if R.random() < 0.5 else R.uniform(-2, 2)
        case("exp", lambda x: float(d(x).exp()), x)
        x = R.choice([R.uniform(0, 3), 10.0 ** R.uniform(-300, 300), 1 + R.uniform(-1, 1) * 10.0 ** R.uniform(-12, -1)])
        case("log", lambda x: float(d(x).ln()), x)
        case("log2", lambda x: float(d(x).ln() / d(2).ln()), x)
        x, y = R.uniform(0, 20), R.uniform(-30, 30)
        case("pow", lambda x, y: float(d(x) ** d(y)), x, y)
        x = R.uniform(-1000, 1000)
        case("exp2", lambda x: float(d(2) ** d(x)), x)
        x = R.uniform(0, 1) * 10.0 ** R.randint(-300, 300)
        case("cbrt", lambda x: float((d(x).ln() / 3).exp()), x)
    for x in [1e-310, 5e-324, 2.0**-1060]:
        case("log", lambda x: float(d(x).ln()), x)
    for x in [-745.1, -744.5, -730.0, -709.5, -708.4]:
        case("exp", lambda x: float(d(x).exp()), x)
    pi = d("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798")

    def sine(x):
        x = d(x) % (2 * pi)
        term, total, n = x, x, 1
        while abs(term) > d("1e-70"):
            term = -term * x * x / ((n + 1) * (n + 2))
            total += term
            n += 2
        return total

    decimal.getcontext().prec = 90
    for _ in range(150):
        x = R.uniform(-10, 10) if R.random() < 0.7 else R.uniform(-1e9, 1e9)
        case("sin", lambda x: float(sine(x)), x)
        case("cos", lambda x: float(sine(d(x) + pi / 2)), x)
        case("tan", lambda x: float(sine(x) / sine(d(x) + pi / 2)), x)
        y, x = R.uniform(-10, 10), R.uniform(-10, 10)

        def arctangent(y, x):
            # Newton on the angle from a float.
            a = d(math.atan2(y, x))
            for _ in range(4):
                s, c = sine(a), sine(a + pi / 2)
                a += (d(y) * c - d(x) * s) / (d(x) * c + d(y) * s)
            return float(a)

        case("atan2", arctangent, y, x)
        case("atan", lambda y: arctangent(y, 1.0), y)
        s = R.uniform(-1, 1)
        case("asin", lambda s: float(d(arctangent_of(s, pi, sine))), s)
    case.write(HERE / "recorded" / "elementary.json")


def arctangent_of(s, pi, sine):
    """asin(s) by Newton."""
    a = decimal.Decimal(math.asin(s))
    for _ in range(6):
        a += (decimal.Decimal(s) - sine(a)) / sine(a + pi / 2)
    return a


def float_math():
    case = Recorder()
    for _ in range(200):
        x, y = R.choice([R.choice(SPECIAL), any_float()]), R.choice([R.choice(SPECIAL), any_float()])
        case("floorDiv", lambda x, y: x // y, x, y)
        case("mod", lambda x, y: x % y, x, y)
        case("divmod", divmod, x, y)
        if not (x < 0 and math.isfinite(x) and math.isfinite(y) and y != int(y)):
            case("pow", lambda x, y: x**y, x, y)
        case("pow", lambda x, y: x**y, float(R.randint(1, 2000)), float(R.randint(-20, 40)))
    case.write(HERE / "recorded" / "float-math.json")


def randoms():
    case = Recorder()
    for seed in [0, 1, -5, 12345, 2**32, 2**64 + 7, 10**50, 1.5, -2.0, 0.1, 1e300, "", "hello", "h\u00e9llo", b"bytes", "x" * 200]:
        r = random.Random(seed)
        out = [r.random() for _ in range(3)] + [r.getrandbits(k) for k in (0, 1, 8, 31, 32, 33, 64, 100, 1000)]
        for _ in range(2):
            out += [r.randrange(10), r.randint(5, 10**12), r.randrange(0, 10**30, 7), r.randrange(100, 0, -3)]
        items = list(range(20))
        r.shuffle(items)
        out += [items, r.sample(range(10), 4), r.sample(range(1000), 30), r.sample(range(100), 25), r.sample(range(5), 0)]
        out += [r.choices(range(7), k=5), r.choices(range(4), weights=[1, 2, 3, 4.5], k=6), r.choice(range(9))]
        for _ in range(3):
            out += [r.uniform(2, 5), r.triangular(0, 1), r.triangular(2, 9, 3), r.gauss(0, 1), r.normalvariate(1, 2)]
            out += [r.lognormvariate(0, 0.5), r.expovariate(1.5), r.vonmisesvariate(1, 2), r.vonmisesvariate(1, 1e-9)]
            out += [r.gammavariate(2, 3), r.gammavariate(1, 3), r.gammavariate(0.5, 3), r.betavariate(2, 3)]
            out += [r.paretovariate(3), r.weibullvariate(1, 2), r.binomialvariate(10, 0.3), r.binomialvariate(1000, 0.4)]
            out += [r.binomialvariate(100, 0.8), r.binomialvariate(1, 0.5)]
        for _ in range(1000):
            last = r.random()
        case("sequence", lambda s: out + [last], seed)
    for args in [(0, None, 1), (5, 5, 1), (1, 5, 0), (1, 5, -1), (5, 1, 2)]:
        case("randrange", lambda a, b, c: random.Random(1).randrange(a, b, c) if b is not None else random.Random(1).randrange(a), *args)
    case.write(HERE / "recorded" / "random.json")


if __name__ == "__main__":
    assert sys.version_info[:2] == (3, 13), sys.version
    float_text(), int_text(), int_math(), hashes(), mathlib(), elementary(), float_math(), randoms()
