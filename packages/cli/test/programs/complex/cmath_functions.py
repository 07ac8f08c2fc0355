import cmath, math
inf=math.inf; nan=math.nan
vals=[-inf,-3.5,-1.0,-0.3,-0.0,0.0,1e-200,0.25,1.0,2.5,750.0,1e308,inf,nan]
def show(z):
    # nan sign and last digits are the C library's
    def p(x): return 'nan' if math.isnan(x) else '%.12g'%x
    return p(z.real)+','+p(z.imag)
for f in 'acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh'.split():
    fn=getattr(cmath,f)
    for a in vals:
        row=[]
        for b in vals:
            try: row.append(show(fn(complex(a,b))))
            except (ValueError,OverflowError) as e: row.append(type(e).__name__[0]+str(e)[:6])
        print(f,a,*row)
for a in vals:
    for b in vals:
        z=complex(a,b)
        r=[]
        for fn in (lambda:'%.12g'%cmath.phase(z), lambda:['%.12g'%x for x in cmath.polar(z)], lambda:show(cmath.rect(a,b)), lambda:show(cmath.log(z,2)), lambda:show(cmath.log(3,z)),lambda:cmath.isclose(z,z+1e-10),lambda:(cmath.isfinite(z),cmath.isinf(z),cmath.isnan(z))):
            try: r.append(fn())
            except (ValueError,OverflowError,ZeroDivisionError) as e: r.append(repr(e))
        print(z,*r)
print([n for n in dir(cmath) if n[:2]!='__'])
print(cmath.infj, cmath.nanj, cmath.tau)
class A:
    def __complex__(self): return 3+4j
print(cmath.sqrt(A()), cmath.exp(True))
for x in ('a', None, [1]):
    try: cmath.sqrt(x)
    except TypeError as e: print(e)
try: cmath.isclose(1,2,rel_tol=-1)
except ValueError as e: print(e)
print(cmath.sqrt.__name__, cmath.sqrt, cmath.sqrt.__module__)
