# the format mini-language and repr of complex numbers
def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as e:
        print(text, "!!", type(e).__name__, e)

inf = float("inf")
nan = float("nan")
for text in [
    '1j%2',
    "format(1+2j,'')",
    "format(1+2j,'>20')",
    "format(1+2j,'010')",
    "format(1+2j,'=20')",
    "format(1+2j,'.2f')",
    "format(1+2j,'+.3e')",
    "format(2j,'+')",
    "format(1+2j,'^30,.2f')",
    "format(1+2j,'d')",
    "format(1+2j,'s')",
    "format(1+2j,'%')",
    "format(complex(-0.0,-0.0),'z.1f')",
    "format(1234567+2j,',')",
    "format(1+2j,'#.3g')",
    "format(1+2j,'n')",
    "'{:g}'.format(3+4j)",
    "f'{1+2j!r:>15}'",
    "'%s %r'%(1j,1j)",
    "'%f'%1j",
    "'%d'%1j",
    "'%x'%1j",
    '1j.__format__(3)',
    'repr(complex(1e16,1e-5))',
    'repr(complex(1e15,123456789012345678))',
    "format(-0j, '+')",
    "format(complex(nan, -inf), '.3f')",
    "format(1+2j, 'e')",
    "format(1e20+1e-20j, 'G')",
    "format(1234.5-6789j, '<30,.1f') + '|'",
    "format(1j, '*^11')",
    "format(3+0j, '_>12.2')",
    "format(1+2j, '.3')",
    "format(1+2j, '#')",
    "format(1+2j, ' .1f')",
    "format(1+2j, ' ')",
    "format(-1-2j, '-')",
    "format(1j, ' ')",
    "'{0.real:.2f}|{0.imag}'.format(1.5+2j)",
    "f'{1+2j=}'",
    "f'{1.25-2j:>+20.3e}'",
    "format(1+2j, '_d')",
    "format(1+2j, '5x')",
]:
    show(text)
