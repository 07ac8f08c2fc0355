"doc"
'a' "b" """c
d""" '''e'''
u'x' 'y'
'x' u'y'
b'a' B"b" rb'\c' Rb"\d"
r'\n' R"\t" '\n\t\\\'\"\a\b\f\v\r\x41\u00e9\U0001F600\101\0\18'
'a\
b'
'\N{BULLET} \N{LATIN SMALL LETTER E WITH ACUTE} \N{HANGUL SYLLABLE GA} \N{CJK UNIFIED IDEOGRAPH-4E00} \N{NBSP}'
b'\x00\xff\377\n\\'
'\d \e'
b'\d'
'\400'
'é' "ü" 'Ω𝒳' + x
f''
f'a'
f'{a}'
f'{a}b{c}'
f'{a!r}{b!s:>10}{c!a:{d}}'
f'{a=}' f'{ a = }' f'{a = !s}' f'{a=:>{b}}' f'{a=!r:x}'
f'{{' f'}}' f'a{{b}}c' f'{{{a}}}'
f"{'a'}{"b"}{f'{f"{c}"}'}"
f'{a:{b}.{c}}' f'{a:}' f'{a::}' f'{a:%H:%M}'
f'{a if b else c}' f'{(lambda: 1)}' f'{ {1: 2}[1] }' f'{a != b}' f'{a,}' f'{*a,}' f'{yield_}' f'{a:=^10}' f'{(a:=1)}'
f'''
{
    a  # comment
}
{b:
}
'''
rf'\d{a}\n' fr'{a:\x41}' Rf'{{\}}'
f'\n\x41\N{BULLET}{a}\{b}'
f'{a}' 'b' f'{c}' "d" 'e'
'a' 'b' f'{c}'
f'é{ü}' f'{"é"!r:é>10}'
f'{x:{y}{z!r:>{w}}}'
f'{"a" "b"}' f'{x  =  }'
print(f'{a}'
      f'{b}')
