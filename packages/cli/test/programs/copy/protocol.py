# copy and deepcopy through __copy__, __deepcopy__ and __reduce_ex__; replace()
import copy, collections, time, sys, functools, threading, array, types
def t(s):
    try: print(s,'->',eval(s))
    except Exception as e: print(s,'!!',type(e).__name__,e)
d=collections.deque([1,2])
class C:
    def __init__(self): self.x=[1]
class S:
    __slots__=('a','b')
    def __init__(self): self.a=[1]
class G:
    def __getstate__(self): return {'q':1}
    def __setstate__(self, s): self.got=s
class L(list): pass
class D(dict): pass
class N:
    def __new__(cls,*a): o=object.__new__(cls); o.a=a; return o
    def __getnewargs__(self): return (1,2)
class Dc:
    def __deepcopy__(self,memo): return 'deep'
    def __copy__(self): return 'shallow'
    def m(self): return 1
class Red:
    def __reduce__(self): return (list,([1,2],))
class Str:
    def __reduce__(self): return 'name'
l=L([1,[2]]); l.q=5
dd=D(a=[1]); dd.z=1
class Nt(collections.namedtuple('Nt','x y')): pass
class E(Exception):
    def __init__(self,a,b): super().__init__(a,b); self.k=[1]
i=iter([1,2,3]); next(i)
for s in ["copy.replace(1)","copy.replace(time.gmtime(0),tm_year=5)","time.gmtime(0).__replace__(q=1)","sys.version_info.__match_args__","type(time.gmtime()).__match_args__","copy.replace(collections.namedtuple('P','x y')(1,2),x=5)","list(copy.copy(i))","list(copy.deepcopy(i))","copy.copy(x for x in [])","copy.copy(open)","copy.deepcopy(len)","copy.copy(sys)","copy.deepcopy(sys)","copy.copy(C()).x","copy.deepcopy(C()).x","copy.copy(d)","copy.deepcopy(collections.deque([[1]],3))","copy.copy(range(3))","copy.copy(slice(1))","copy.deepcopy(slice([1]))","copy.copy({1:2}.keys())","copy.copy(bytearray(b'a'))","list(copy.copy(enumerate([1,2])))","list(copy.copy(zip([1],[2])))","list(copy.copy(reversed([1,2])))","list(copy.copy(map(str,[1,2])))","copy.copy(functools.partial(len,[1]))()","copy.copy(threading.Lock())","copy.copy(set([1]))","copy.deepcopy({(1,2):[3]})","copy.copy(type)","copy.copy(S()).a","copy.deepcopy(S()).a","copy.copy(G()).got","copy.deepcopy(G()).got","(copy.copy(l),copy.copy(l).q,type(copy.copy(l)))","(copy.deepcopy(l),copy.deepcopy(l)[1] is l[1])","(copy.copy(dd),copy.copy(dd).z, copy.deepcopy(dd)['a'] is dd['a'])","copy.copy(N(5)).a","copy.copy(Dc())","copy.deepcopy([Dc()])","copy.copy(Red())","copy.deepcopy(Red())","type(copy.copy(Str()))","copy.copy(Nt(1,2))","copy.deepcopy(Nt([1],2))","(copy.copy(E(1,2)).args, copy.copy(E(1,2)).k)","copy.deepcopy(ValueError([1]))","copy.copy(collections.OrderedDict(a=1))","copy.deepcopy(collections.OrderedDict(a=[1]))","copy.copy(collections.Counter('aab'))","copy.deepcopy(collections.Counter('aab'))","copy.copy(collections.defaultdict(list,{1:[2]}))","copy.deepcopy(collections.defaultdict(list,{1:[2]}))","copy.copy(collections.ChainMap({1:2}))","copy.copy(collections.UserDict(a=1))","collections.UserDict(a=1)|{'b':2}","{'b':2}|collections.UserDict(a=1)","copy.copy(collections.UserList([1]))","copy.deepcopy(collections.UserList([[1]]))","copy.copy(array.array('i',[1]))","copy.deepcopy([array.array('i',[1])])","copy.copy(1j)","copy.deepcopy(frozenset([(1,)]))","copy.deepcopy({1,2})","copy.copy(types.SimpleNamespace(a=1))","copy.deepcopy(types.SimpleNamespace(a=[1]))","copy.deepcopy(C.__init__) is C.__init__","copy.deepcopy(Dc().m)()","copy.copy(None)","copy.copy(NotImplemented)","copy.deepcopy(...)","copy.copy(list[int])","copy.copy(int|str)","copy.deepcopy(float('nan'))","copy.copy(__import__('random').Random(1)).random()==__import__('random').Random(1).random()","copy.copy(time.gmtime(0))","copy.copy(object.__new__(C)).__dict__","copy.deepcopy(L([L([1])]))"]: t(s)
a=[1]; a.append(a); b=copy.deepcopy(a); print(b, b[1] is b, b is a)
c=C(); c.me=c; e=copy.deepcopy(c); print(e.me is e, e.x is c.x)
t1=([1],); t1[0].append(t1); u=copy.deepcopy(t1); print(u[0][1] is u)
memo={}; x=[1]; y=copy.deepcopy([x,x],memo); print(y[0] is y[1], len(memo)>0)
