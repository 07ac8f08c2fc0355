# Seeded random numbers of all kinds, overrides, and wrong arguments.
import random
def t(s):
    try: print(s,'->',repr(eval(s, globals())))
    except BaseException as e: print(s,'->',type(e).__name__, e.args)
class Counter(random.Random):
    n = 0
    def random(self):
        self.n += 1
        return (self.n * 0.37) % 1.0
class Bits(random.Random):
    def getrandbits(self, k):
        return (random.Random.getrandbits(self, k) ^ 1) if k > 1 else 0
class WithInit(random.Random):
    def __init__(self, *a):
        super().__init__(99)
        self.tag = a
for seed in [0, 1, -5, 2**70, "abc", b"abc", bytearray(b"xyz"), 1.5, -0.0, "", True]:
    random.seed(seed)
    print(repr(seed), random.random(), random.getrandbits(10), random.getrandbits(100), random.randint(1,6), random.randrange(1000), random.randrange(10,20,3), random.choice("abcdef"), random.choice([1,2,3]), random.uniform(1,10), random.gauss(0,1), random.gauss(), random.normalvariate(5,2), random.expovariate(2), random.expovariate(), random.betavariate(1,2), random.gammavariate(2,3), random.gammavariate(0.5,1), random.gammavariate(1,1), random.lognormvariate(0,1), random.vonmisesvariate(1,2), random.paretovariate(3), random.weibullvariate(1,2), random.triangular(), random.triangular(1,5,2), random.binomialvariate(10,0.3), random.binomialvariate(1000,0.3), random.randbytes(5))
    l = list(range(20)); random.shuffle(l); print(l)
    print(random.sample(range(1000), 10), random.sample([1,2,3,4,5],3), random.sample("abcdef",2), random.sample(["a","b"],4,counts=[3,2]))
    print(random.choices([1,2,3],k=5), random.choices("abc",weights=[1,2,3],k=4), random.choices("abc",cum_weights=[1,3,6],k=4), random.choices((5,6),[0.5,1.5],k=3))
    print(random.randrange(10**30), random.randint(-10**20,10**20), random.randrange(0,2**33,2))
c = Counter()
print(c.random(), c.uniform(0,10), c.gauss(0,1), c.choice([1,2,3]), c.randint(1,100), c.choices([1,2,3],k=4), c.n)
l=list(range(8)); c.shuffle(l); print(l, c.sample(range(50),5), c.n, c.expovariate(1))
b = Bits(5); print(b.randint(0,10), b.choice("ab"), b.random(), b.getrandbits(3))
w = WithInit(1,2); print(w.tag, w.random(), random.Random(99).random())
r = random.Random(42); s = r.getstate(); x = r.random(); r.setstate(s); print(x == r.random(), s[0], len(s[1]), s[1][:3], s[1][-1], s[2])
r.gauss(); print(r.getstate()[2], r.gauss_next)
r.seed(1); print(r.gauss_next)
random.seed(7); st = random.getstate(); a=[random.random() for _ in range(1000)]; random.setstate(st); print(a == [random.random() for _ in range(1000)])
r2 = random.Random(); r3 = random.Random(); print(r2.random() != r3.random())
sr = random.SystemRandom(); print(0 <= sr.random() < 1, 1 <= sr.randint(1,6) <= 6, len(sr.randbytes(10)), sr.choice([1]), sr.seed(5), sr.getrandbits(0))
t("sr.getstate()"); t("sr.setstate(1)")
d = [1,2,3,4]
class Seq:
    def __init__(s): s.l=[1,2,3,4,5]
    def __len__(s): return 5
    def __getitem__(s,i): return s.l[i]
    def __setitem__(s,i,v): s.l[i]=v
random.seed(3); q=Seq(); random.shuffle(q); print(q.l, random.choice(q))
r.custom = 5; print(r.custom, vars(r) if 0 else '')
for s in ["random.choice([])","random.choice({})","random.choice({1:2})","random.choice(5)","random.choices([])","random.choices([1,2],3)","random.choices([1,2],[1])","random.choices([1,2],weights=[1,2],cum_weights=[1,3])","random.choices([1],[0])","random.choices([1],[float('inf')])","random.sample([1,2],3)","random.sample({1,2},1)","random.sample([1,2],-1)","random.sample(5,1)","random.sample([1,2],1.5)","random.sample([1,2],k=1,counts=[1])","random.sample([1,2],k=1,counts=[1.5,2])","random.shuffle((1,2))","random.shuffle(5)","random.shuffle('ab')","random.randint(1,2.5)","random.randint(2,1)","random.randrange(0)","random.randrange(1.5)","random.randrange(5,5)","random.randrange(1,5,0)","random.randrange(1,step=2)","random.randrange('a')","random.getrandbits(-1)","random.getrandbits(0)","random.getrandbits(1.5)","random.randbytes(-1)","random.randbytes(1.5)","random.expovariate(0)","random.triangular(5,5)","random.setstate(5)","random.setstate((1,2,3))","random.setstate((3,(1,2),None))","random.setstate((3,tuple([-1]*625),None))","random.setstate((3,(0,)*624+(700,),None))","random.gammavariate(-1,1)","random.binomialvariate(-1)","random.binomialvariate(5,2)","random.paretovariate(0)","random.weibullvariate(1,0)","random.seed([1])","random.Random([1])","random.Random.VERSION","random.seed('abc',1) or random.random()","random.seed(b'abc\\xff',1) or random.random()","random.seed('',1) or random.random()","random.seed(a=5,version=2)","random.Random(x=5).random()","random.choices(range(3),k=0)","random.choices([1,2],k=2.0)","random.choices([1,2],k='a')","random.Random","random.SystemRandom","random.Random(5).__reduce__()[1]","isinstance(random._inst, random.Random)",]: t(s)
