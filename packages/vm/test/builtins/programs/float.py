# Every operator over floats and what mixes with them; conversion, rounding and formatting.
def t(s):
    try:
        print(s, "->", repr(eval(s, globals())))
    except BaseException as e:
        print(s, "->", type(e).__name__, e.args)
inf = float("inf"); nan = float("nan")
class F(float): pass
class G:
    def __float__(self): return 2.5
class H:
    def __float__(self): return 3
class X:
    def __index__(self): return 7
class FR(float):
    def __repr__(self): return "FR"
nums = [0.0, -0.0, -1.5, 0.1, 1e16, 5e-324, inf, nan, -7, 2**70, True, 2.5]

def u(name, *args):
    """Print an operation of the table on values."""
    try:
        r = repr(OPS[name](*args))
    except BaseException as e:
        r = type(e).__name__ + " " + repr(e.args)
    print(name, *map(repr, args), "->", r)


OPS = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "//": lambda a, b: a // b, "%": lambda a, b: a % b,
    "/": lambda a, b: a / b, "&": lambda a, b: a & b, "|": lambda a, b: a | b, "^": lambda a, b: a ^ b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "<<": lambda a, b: a << b, ">>": lambda a, b: a >> b, "**": lambda a, b: a**b, "divmod": divmod, "pow": pow, "round": round, "format": format,
    "~": lambda a: ~a, "neg": lambda a: -a, "pos": lambda a: +a, "abs": abs, "hash": hash, "str": str, "hex": hex, "bin": bin, "oct": oct, "bool": bool,
    "float": float, "int": int, "bit_length": lambda a: a.bit_length(), "bit_count": lambda a: a.bit_count(), "float.hex": lambda a: a.hex(),
    "is_integer": lambda a: a.is_integer(), "ratio": lambda a: a.as_integer_ratio(), "floor": lambda a: a.__floor__(), "ceil": lambda a: a.__ceil__(),
    "trunc": lambda a: a.__trunc__(),
}

for a in nums:
    for b in nums:
        for op in ["+", "-", "*", "//", "%", "/", "<", "<=", "==", "!=", ">", ">=", "divmod"]:
            u(op, a, b)
        if a >= 0 and repr(a) != "-0.0" and b != 2**70:
            u("**", a, b)
    for op in ["neg", "abs", "int", "float", "bool"]:
        u(op, a)
    if a == a:
        u("hash", a)
    x = float(a)
    for op in ["float.hex", "is_integer", "ratio", "floor", "ceil", "trunc", "round"]:
        u(op, x)
    for nd in [0, 1, 2, -1, 5, 20, -20, 400, -400, None]:
        u("round", x, nd)
    for f in ["", "f", "e", "g", "%", ".2f", ".0f", ".10g", ",.2f", "+.1e", "010.3f", "<12", "^12.1f", "_", "#.0f", "z.1f", "n", ".3", "G", "E", "F"]:
        u("format", x, f)
for s in ["float('x')","float([])","float('1e5')","float(' 1.5\\n')","float('1_0.5')","float('_1')","float('inf')","float('-Infinity')","float('nan')","float('+1')","float('')","float(b'1.5')","float(b'x')","float(bytearray(b'2'))","float(None)","float(x=1)","float(1,2)","float(G())","float(H())","float(X())","F(1.5)","F('2')","type(F(1.5)+1)","F(1.5)+1","FR(1.5)","str(FR(1.5))","f'{FR(1.5)}'","f'{FR(1.5):.1f}'","float(FR(1.5))","F(2)==2","hash(F(2))==hash(2)","1.5+'a'","1.5 .__add__('a')","(1.5).__radd__(2)","(1.5).__rsub__(2)","(1.5).__rtruediv__(3)","(2.0).__rpow__(3)","(2.0).__pow__(3,5)","pow(2.0,3,5)","(1.5).__eq__('a')","1.5<'a'","1.5 & 1","~1.5","1.5<<1","'a'*1.5","range(1.0)","float.fromhex('0x1.8p1')","float.fromhex('0x1p')","float.fromhex(1)","F.fromhex('0x1p3')","type(F.fromhex('0x1p3'))","float.fromhex('inf')","float.fromhex('0x1p5000')","float.__getformat__('double')","float.__getformat__('x')","(1.5).real","(1.5).imag","(1.5).conjugate()","(1.5).__getnewargs__()","(1.5).__sizeof__()","(1.5).__round__('a')","(1.5).__format__(1)","format(1.5,'d')","format(1.5,'x')","format(1.5,'s')","1e400","-1e400","1e-400","0.1+0.2","1/3","2/3","1e15","1e16","1e17","123456789012345680.0","0.0001","0.00001","1.0","100.0","1e100","-1e-10","10.0**400","0.0**-1","(-8.0)**(1/3) if 0 else 1","nan==nan","nan!=nan","nan is nan","nan in [nan]","[nan]==[nan]","inf>10**400","-inf< -10**400","inf-inf","inf*0","1e308*10","5.0//0","5.0%0","divmod(5.0,0)","1.0/0","1/0.0","int(1e20)","int(-0.5)","round(0.5)","round(1.5)","round(2.5)","round(-0.5)","round(2.675,2)","round(1e20)","round(1234.5678,-2)","sum([0.1]*10)","sum([1,2.5])","max(1,2.5)","min(nan,1)","3.0 == 3","{3.0:1}[3]","hash(3.0)","hash(0.5)","hash(1e300)","hash(inf)","hash(-inf)","float.__doc__","float.__mro__","float.real","repr(float)","1.5 .__int__()","(1.5).__bool__()","float.__add__(1.5)","float.__add__('a',1)","isinstance(1.5,float)","(0.1).as_integer_ratio()","(1e22).__int__()","4.9e-324","2.2250738585072014e-308","1.7976931348623157e308","-0.0 == 0.0","str(-0.0)","0.1*3","9007199254740993.0","1e23","float('1'+'0'*400)","1.5 if nan else 2","F(1.5).x","(1.5).x","F.__name__", "float('١٢.٥')", "format(12345.678, ',')", "format(0.1, '.20f')", "format(1e10, 'g')", "format(0.0, 'z')", "format(-0.0, 'z.1f')", "'%.3f' % 1.23456", "'%5d' % 3.9", "'%s' % 1.5", "'%r' % 0.1", "'%e' % 12345.678", "'%g' % 1e-5", "'%d' % 2**100", "'%x' % 255", "'%x' % 1.5", "'%c' % 65", "'%.2f%%' % 99.5"]:
    t(s)
