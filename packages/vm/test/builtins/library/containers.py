"""collections.abc, copy, heapq, bisect."""
import collections.abc as c, copy, heapq, bisect, collections
print(isinstance([], c.Sequence), isinstance({}, c.Mapping), isinstance((x for x in ()), c.Generator), isinstance("", c.Iterable), isinstance(5, c.Hashable), isinstance([], c.Hashable), isinstance(len, c.Callable), isinstance(set(), c.MutableSet), isinstance(iter([]), c.Iterator), isinstance(collections.deque(), c.MutableSequence), isinstance(5, c.Iterable))
class M(c.MutableMapping):
    def __init__(self): self.d={}
    def __getitem__(self,k): return self.d[k]
    def __setitem__(self,k,v): self.d[k]=v
    def __delitem__(self,k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m=M(); m["a"]=1; m.update(b=2); print(dict(m), m.pop("a"), m.get("zz",5), "b" in m, list(m.items()), m.setdefault("q",3), m==({"b":2,"q":3}), m.keys() & {"b"}, m.popitem())
class S(c.Sequence):
    def __len__(self): return 3
    def __getitem__(self,i):
        if i>2: raise IndexError
        return i*i
s=S(); print(list(s), 4 in s, s.index(4), s.count(1), list(reversed(s)))
try: c.Mapping()
except TypeError as e: print(e)
a=[1,[2,3],{"x":(4,[5])}]; b=copy.deepcopy(a); b[1].append(9); b[2]["x"][1].append(1); d=copy.copy(a); print(a,b,d[1] is a[1])
class P:
    def __init__(self): self.x=[1]; self.me=self
p=P(); q=copy.deepcopy(p); print(q.x==p.x, q.x is p.x, q.me is q, copy.copy(p).x is p.x)
l=[]; l.append(l); k=copy.deepcopy(l); print(k[0] is k)
h=[5,3,8,1]; heapq.heapify(h); heapq.heappush(h,2); print([heapq.heappop(h) for _ in range(5)], heapq.nlargest(2,[1,5,3]), heapq.nsmallest(2,[4,1,2]), list(heapq.merge([1,4],[2,3])))
x=[1,2,2,3]; print(bisect.bisect(x,2), bisect.bisect_left(x,2)); bisect.insort(x,2.5); print(x)
