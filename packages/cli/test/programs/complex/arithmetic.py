# operators over complex numbers, ints, floats and bools; comparison, hashing, attributes
def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as e:
        print(text, "!!", type(e).__name__, e)

class D(complex):
    pass

inf = float("inf")
nan = float("nan")
for text in [
    '1/complex(inf,inf)',
    '1j/0',
    '1j/0j',
    '0j**-1',
    '0j**1j',
    '(10+5j)**500',
    '(1e300+1e300j)**2',
    'abs(complex(1e308,1e308))',
    '1j<2',
    '1j//2',
    'divmod(1j,1)',
    'round(1j)',
    'int(1j)',
    'float(1j)',
    'pow(1j,2,3)',
    '1j**2',
    '(1+2j)**-3',
    '(1+2j)**(0.5+1j)',
    '(-8)**0.5',
    '(-8.0)**(1/3)',
    '(-1)**0.5',
    'pow(-8,0.5)',
    '10**400+1j',
    '10**400==1j',
    '1j==1j',
    '(3+0j)==3',
    '(3+0j)==3.0',
    '(2**53+1+0j)==2**53+1',
    'hash(3+0j)',
    'hash(1j)',
    'hash(1+2j)',
    'hash(complex(0,-1e100))',
    '-(0j)',
    '-(1+2j)',
    '+D(1,2)',
    '~1j',
    '1-0j',
    '-0j',
    '(1j).real',
    '(1j).imag',
    '(1+2j).conjugate()',
    '(1j).__getnewargs__()',
    'bool(0j)',
    'bool(1e-300j)',
    'sum([1j,2,3.5])',
    'sum([1,2.5,1j,3])',
    'sum([1.0,1j,1e100,-1e100])',
    '[1]*1j',
    '1j in [1j]',
    '{1j:2}[complex(0,1)]',
    '1j.__add__(2)',
    "1j.__add__('x')",
    "1j+'x'",
    "'x'+1j",
    "1j**'x'",
    'complex.__pow__(1j,2)',
    '(1j).real.__class__',
    'True+1j',
    '1j*True',
    '1j-2.5',
    '2.5-1j',
    '3/2j',
    'isinstance(1j,complex)',
    'complex.__hash__(1j)',
    'sorted([1j,2j])',
    'max(1j,2j)',
    'abs(3+4j)',
    'abs(complex(nan,inf))',
    'abs(complex(nan,1))',
    "(1j).real.fromhex('1')",
    "setattr(1j,'real',2)",
    "setattr(1j,'x',2)",
    'dir(complex)',
    'complex.from_number',
    "eval('1_0j')",
    '1E5J',
    '(0j)**0',
    '(0j)**2',
    '0j**0j',
    '(1+1j)**100',
    '(1+1j)**101',
    '(2+0j)**1.5',
    '1j**1j',
    '(-1)**-0.5',
    '0.0**-0.5',
    '(-inf)**0.5',
    '(-2.0)**2.5',
    'pow(-2.0,0.5,None)',
    '(-2)**(-1.5)',
]:
    show(text)

def spiral(n):
    z = 1 + 0j
    step = complex(0.99, 0.1)
    for _ in range(n):
        z = z * step
    return z
print(spiral(50))

def escapes(c):
    z = 0
    for n in range(60):
        if abs(z) > 2:
            return n
        z = z * z + c
    return 60
for y in range(-6, 7):
    print("".join(".:-=+*#%@"[min(8, escapes(complex(x / 12, y / 5)) // 7)] for x in range(-24, 8)))

print({1 + 0j: "a"}[1], {1: "b"}[1 + 0j], {1.0, 1 + 0j, 1, True}, 3 + 0j in [3], [1j].index(1j))
z = 5
z += 1j
z *= 2
z -= 0.5
z /= 1j
z **= 2
print(z)
print(1j.real, 2.5J.imag, 0x10 + 1_0.5e1j, 1e400j)
