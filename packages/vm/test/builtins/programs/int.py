# Every operator over small, 53-bit and large ints, and what int, bool and the singletons do with odd arguments.
def t(s, env={}):
    try:
        print(s, "->", repr(eval(s, globals())))
    except BaseException as e:
        print(s, "->", type(e).__name__, e.args)
class I(int): pass
class J(int):
    def __repr__(self): return "J!"
    def __add__(self, o): return "J+"
    def __radd__(self, o): return "+J"
class X:
    def __index__(self): return 7
class Y:
    def __int__(self): return 8
class Z:
    def __trunc__(self): return 9
class B:
    def __int__(self): return "x"
class BI:
    def __index__(self): return 1.5
nums = [0, 1, -7, 255, -2**30, 2**53-1, 2**53, -2**63, 2**100+12345, -3**80]
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
        for op in ["+", "-", "*", "//", "%", "/", "&", "|", "^", "<", "<=", "==", "!=", ">", ">=", "divmod"]:
            u(op, a, b)
    for n in [0, 1, 5, 31, 32, 33, 64, 100]:
        u("<<", a, n)
        u(">>", a, n)
    for e in [0, 1, 2, 3, 5, 10, -1, -2]:
        u("**", a, e)
    for op in ["~", "neg", "pos", "abs", "hash", "str", "hex", "bin", "oct", "bool", "float", "bit_length", "bit_count"]:
        u(op, a)
    for f in ["d", "x", "X", "#x", "b", "#o", ",", "_", "+", "20", "<20", "^20", "020", "+,d", "e", ".3f", "%", "c", "n", "_x"]:
        u("format", a, f)
    for nd in [0, 1, -1, -2, -5, -30, None]:
        u("round", a, nd)
    for m in [1, -1, 7, 10**9 + 7, 2**61 - 1, -13]:
        u("pow", a, 13, m)
        u("pow", a, 2**70, m)
        if m not in (1, -1):
            u("pow", a, -1, m)
for s in ["1<<-1","1>>-1","1<<(1<<70)","0<<(1<<70)","1>>(1<<70)","-1>>(1<<70)","int('x')","int('1',1)","int(b'1x')","int(bytearray(b'12'))","int([])","int(1.5,2)","int('1',base='2')","int(base=10)","int('')","int(x=1)","int('12',None)","int(float('nan'))","int(float('inf'))","int(1e30)","int(-1.9)","int('0x1f',16)","int('0x1f',0)","int('0b101',0)","int('0o17',0)","int('1_000')","int('1__0')","int('_1')","int(' 12 \\n')","int('+5')","int('-5')","int('--5')","int('zz',36)","int('zz',35)","int('9'*4301)","int('9'*5000)","int('f'*6000,16).bit_length()","str(10**4300)","len(str(10**4299))","int(X())","int(Y())","int(B())","int(BI())","int('1',X())","I(5)","I('12')","I(5)+1","type(I(5)+1)","type(+I(5))","1+I(5)","J(1)+2","2+J(1)","J(3)","str(J(3))","f'{J(3)}'","f'{J(3):d}'","int(J(3))","I.from_bytes(b'ab')","type(I.from_bytes(b'ab'))","int.from_bytes(b'\\xff','little',signed=True)","int.from_bytes(b'\\x01\\x02','little')","int.from_bytes([1,2],'big')","int.from_bytes('x')","int.from_bytes([256])","int.from_bytes(1)","int.from_bytes(b'a','x')","int.from_bytes(b'a',1)","(255).to_bytes(1)","(256).to_bytes(1)","(-1).to_bytes(1)","(-1).to_bytes(2,signed=True)","(1).to_bytes(-1)","(1).to_bytes(2,'x')","(1).to_bytes(2,'little')","(1).to_bytes(length=2,byteorder='big')","(1).to_bytes('a')","(10**30).to_bytes(20)","(5).as_integer_ratio()","(5).is_integer()","(5).conjugate()","(5).real","(5).imag","(5).numerator","I(5).denominator","type(I(5).real)","True+True","True&True","True|False","True^True","True&1","1&True","~True","True<<3","-True","abs(True)","True==1","hash(True)","str(True)","repr(False)","f'{True}'","f'{True:d}'","f'{True:5}'","f'{True:>6}'","f'{True!s:>6}'","bool([])","bool('a')","bool()","bool(1,2)","bool(x=1)","int(True)","True.real","bool.__new__(bool,5)","int.__new__(bool,1)","(5).__add__(1.5)","(5).__radd__(2)","(5).__rsub__(7)","(5).__rpow__(2)","(5).__rpow__(2,3)","(5).__divmod__(2)","(5).__lt__(2.0)","(5).__eq__('a')","1+'a'","1-None","'a'+1","[1]*2.0","2*'ab'","'ab'*-1","5 in 5","pow(2,3,0)","pow(2,-1,4)","pow(2,3.0,5)","pow(2,'a')","2**'a'","1 @ 2","(5).__getnewargs__()","(5).__sizeof__()","(2**100).__sizeof__()","(12345).__round__(-2)","(5).__round__('a')","(5).__format__(3)","format(3,'q')","format(3,'.3d')","format(2**1100,'e')","format(3,'5.2')","int.__doc__[:20]","int.real","isinstance(True,int)","issubclass(bool,int)","int.__mro__","bool.__mro__","type(2**100) is int","(2**100).__class__","max(2**100, 1e31)","2**100 < 1e31","2**53+1 == 9007199254740992.0","2**53 == 9007199254740992.0","2**1000 > 1e300","2**1000 < float('inf')","-2**1000 > float('-inf')","2**100 == float('nan')","sum([2**62]*10)","sum(range(10**6))","10**400/10**399","10**400/3","3/10**400","float(10**400)","10**400+1.0","1.5*2**1030","2**0.5","4**0.5","(-8)**2","0**0","0**-1","None==None","None<None","None.__bool__()","type(None)()","type(None)(1)","type(...)()","type(NotImplemented)()","...","NotImplemented","hash(None)","bool(None)","bool(...)","str(None)","f'{None}'","f'{None:>10}'","repr(...)","type(...)","type(NotImplemented)","NotImplemented.__reduce__()","(...).__reduce__()","None.x","None.x","(5).x","int.x","len(5)","iter(5)","int.__add__(1,2)","int.__add__(1)","int.__add__('a',1)","int.__add__()","I(5)==5","{I(5):1}[5]","{2**70:1}[2**70]","hash(I(2**70))==hash(2**70)","I(2**70)+I(1)","I(3)<4","I(0) or 'zero'","[10,20,30][I(1)]","'abc'[X()]","range(X())","I(5).__index__()","type(I(5).__index__())","round(X())","(5).__ceil__(), (5).__floor__(), (5).__trunc__()", "int.__eq__(1,1)", "(1).__ne__(2)", "-7 % 3, -7 // 3, 7 % -3, 7 // -3", "1 < 2 < 3", "10**18 + 10**18", "2**62 * 2**62", "-(2**63)", "0x7fffffff + 1", "(1<<64)-1 & 0xff", "hash(2**61-1), hash(2**61), hash(-1), hash(-2), hash(2**61-2)", "int.__bool__(0)", "divmod(-7,2)", "divmod(2**100,-7)", "(2**100)%(-2**99+1)", "1_000_000"]:
    t(s)
