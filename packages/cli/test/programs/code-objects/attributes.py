# attributes of code objects in CPython's encoding; replace() and types.CodeType
import sys, types
def f(a, b=2, *args, c, d=4, **kw):
    """doc"""
    x = a + b
    def inner(y):
        nonlocal x
        x += y
        return x
    for i in range(10):
        try:
            x += inner(i)
        except (ValueError, TypeError) as e:
            print("long line " * 3, e, a, b, c, d, kw, "and some more text to get beyond column eighty and a bit", x)
        finally:
            pass
    with open("x") as g:
        return [z
                for z in
                args if z]
c = f.__code__
for n in sorted(dir(c)):
    if n.startswith('co_') and n not in ('co_lines','co_positions','co_lnotab','co_consts','co_filename'):
        print(n, getattr(c, n))
print(list(c.co_lines()))
print(list(c.co_positions()))
print([n for n in dir(c) if not n.startswith('__')])
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    print(c.co_lnotab, [str(x.message) for x in w])
print(c._varname_from_oparg(0), c._varname_from_oparg(5))
def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as e:
        print(text, "!!", type(e).__name__, e)
def g(x, y=1):
    z = x * 10 + y
    return z, "hello"
G = g.__code__
r = G.replace()
print(r == G, r is G, hash(r) == hash(G), r.co_code == G.co_code)
g2 = types.FunctionType(G.replace(co_name='renamed', co_consts=tuple("changed" if k == "hello" else k for k in G.co_consts)), globals())
print(g2(1, 2), g2.__name__, g2.__code__.co_name, g2.__code__.co_qualname)
g.__code__ = G.replace(co_consts=tuple(100 if k == 10 else k for k in G.co_consts))
print(g(1))
g.__code__ = G.replace(co_firstlineno=500, co_filename='other.py')
try:
    g('a', 'b' and 1j)
    g([], 1)
except TypeError as e:
    tb = e.__traceback__.tb_next
    print(e, tb.tb_lineno, tb.tb_frame.f_code.co_filename, tb.tb_lasti)
for t in ["G.replace(co_varnames=('p','q','r')).co_varnames","G.replace(co_varnames=('p','q'))","G.replace(co_consts=[1])","G.replace(co_argcount=-1)","G.replace(co_argcount=10)","G.replace(co_nlocals=9)","G.replace(co_code=b'a')","G.replace(co_code='a')","G.replace(co_name=1)","G.replace(co_stacksize=-1)","G.replace(zzz=1)","G.replace(1)","G.replace(co_names=(1,))","G.replace(co_freevars=('k',)).co_freevars","G.replace(co_cellvars=('z',)).co_cellvars","G.replace(co_flags=G.co_flags|0x20).co_flags","types.CodeType()","G.replace(co_stacksize=10).co_stacksize","G.replace(co_kwonlyargcount=1).co_kwonlyargcount","G.replace(co_flags=3.5)","G.replace(co_filename=b'a')","G.co_code[0:2]","G.replace(co_qualname='A.b').co_qualname","G.replace(co_exceptiontable=b'').co_exceptiontable","G < G","G == G.replace(co_name='q')","G == 1","G.__sizeof__() > 0","G.co_argcount.bit_length()"]:
    show(t)
C = types.CodeType(G.co_argcount, G.co_posonlyargcount, G.co_kwonlyargcount, G.co_nlocals, G.co_stacksize, G.co_flags, G.co_code, G.co_consts, G.co_names, G.co_varnames, G.co_filename, G.co_name, G.co_qualname, G.co_firstlineno, G.co_linetable, G.co_exceptiontable, G.co_freevars, G.co_cellvars)
print(C == G, types.FunctionType(C, globals())(5, 6))
def h():
    try:
        return 1/0
    except ZeroDivisionError:
        return "caught"
    finally:
        pass
H = h.__code__
H2 = types.CodeType(H.co_argcount, H.co_posonlyargcount, H.co_kwonlyargcount, H.co_nlocals, H.co_stacksize, H.co_flags, H.co_code, H.co_consts, H.co_names, H.co_varnames, H.co_filename, H.co_name, H.co_qualname, H.co_firstlineno, H.co_linetable, H.co_exceptiontable, H.co_freevars, H.co_cellvars)
print(types.FunctionType(H2, globals())(), list(H2.co_positions()) == list(H.co_positions()), list(H2.co_lines()) == list(H.co_lines()))
def gen():
    x = yield 1
    y = yield x
    return sys._getframe().f_lasti
q = gen()
print(q.gi_frame.f_lasti, q.gi_frame.f_lineno); next(q); print(q.gi_frame.f_lasti, q.gi_frame.f_lineno); q.send(3); print(q.gi_frame.f_lasti)
try: next(q)
except StopIteration as e: print(e.value)
def big():
    return [1, 2, 3, sys._getframe().f_lasti, sum([1, 2]), sys._getframe().f_lasti]
print(big())
def deep():
    x = {}
    x.a.b.c
try: deep()
except AttributeError as e:
    tb = e.__traceback__
    while tb: print(tb.tb_lasti, tb.tb_lineno); tb = tb.tb_next
src = "x = 0\n" + "".join(f"x{i} = {i}\n" for i in range(300)) + "for i in range(2):\n" + "".join(f"  x{i} = x{i} + x{i+1}\n" for i in range(299))
big = compile(src, 'big.py', 'exec')
print(len(big.co_code), big.co_code.hex()[:200], big.co_linetable.hex()[:400], len(list(big.co_lines())), big.co_exceptiontable)
