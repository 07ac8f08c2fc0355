# Every iterator of itertools: what it takes and refuses, and what it does when something under it is Python.
from itertools import *
import itertools


def t(f):
    try:
        r = f()
        print(r if type(r).__module__ != "itertools" or type(r) in (count, repeat) else type(r))
    except Exception as e:
        print(type(e).__name__, e)


it=iter(range(10)); print(list(islice(it,5,3)), next(it))
t(lambda: count('a')); t(lambda: count(1,'a')); t(lambda: count(1, None)); t(lambda: count([]))
t(lambda: islice([1])); t(lambda: islice([1],1,2,3,4)); t(lambda: islice([1], -1)); t(lambda: islice([1], -2)); t(lambda: islice([1], 'a')); t(lambda: islice([1], 'a', 2)); t(lambda: islice([1], 1, -1)); t(lambda: islice([1],1,-5)); t(lambda: islice([1],1,2,0)); t(lambda: islice([1],1,2,'x')); t(lambda: islice([1], 2**70)); t(lambda: islice([1], a=1)); t(lambda: islice(1, 2))
t(lambda: takewhile(1)); t(lambda: takewhile(1,2)); t(lambda: takewhile(1,[],3)); t(lambda: takewhile(predicate=1, iterable=[]))
t(lambda: repeat()); t(lambda: repeat(1, 'a')); t(lambda: repeat(1, times=-3)); t(lambda: repeat(object=1)); t(lambda: repeat(1,2,3)); t(lambda: repeat(1,2**70)); t(lambda: repeat(1).__length_hint__()); t(lambda: repeat(1,4).__length_hint__())
t(lambda: chain(1)); t(lambda: list(chain(1))); t(lambda: chain(x=1)); t(lambda: chain.from_iterable()); t(lambda: chain.from_iterable(1)); t(lambda: chain[int])
t(lambda: product([1], repeat=-1)); t(lambda: product([1], repeat='a')); t(lambda: product(1)); t(lambda: product([1], foo=1)); t(lambda: product([1,2], repeat=0)); t(lambda:list(product()))
t(lambda: permutations([1], -1)); t(lambda: permutations([1], 'a')); t(lambda: permutations()); t(lambda: permutations([1],None)); t(lambda: permutations([1], 1.0)); t(lambda: permutations([1], r=True))
t(lambda: combinations([1])); t(lambda: combinations([1], -1)); t(lambda: combinations([1], 'a')); t(lambda: combinations_with_replacement([1], -1)); t(lambda: combinations(1, -1));t(lambda: combinations([1], 2**70))
t(lambda: accumulate()); t(lambda: accumulate([1,2],initial=3)); t(lambda: list(accumulate([1,2],initial=3))); t(lambda: list(accumulate([1,2], None, initial=None))); t(lambda: accumulate([1],1,2)); t(lambda: list(accumulate([1,'a'])))
t(lambda: batched([1])); t(lambda: batched([1],0)); t(lambda: batched([1],'a')); t(lambda: list(batched('abcdefg',3))); t(lambda: list(batched('abcdefg',3,strict=True))); t(lambda: batched([1],1,True)); t(lambda: batched(1,1))
t(lambda: groupby()); t(lambda: groupby([1],1,2)); t(lambda: groupby(1)); t(lambda: next(groupby([1],key=5)))
t(lambda: tee()); t(lambda: tee([1],-1)); t(lambda: tee([1],'a')); t(lambda: tee(1)); t(lambda: tee([],0)); t(lambda: [type(x) for x in tee([])]); t(lambda: tee([],n=1))
t(lambda: zip_longest(1)); t(lambda: zip_longest([1],fill=2)); t(lambda: zip_longest([1],fillvalue=2,a=3)); t(lambda: list(zip_longest())); 
t(lambda: compress()); t(lambda: compress([1])); t(lambda: compress(data=[1],selectors=[1])); t(lambda: compress(1,[])); t(lambda: compress([],1))
t(lambda: starmap(1)); t(lambda: starmap(1,2)); t(lambda: list(starmap(1,[(1,)]))); t(lambda: list(starmap(max,[1])))
t(lambda: pairwise()); t(lambda: pairwise(1)); t(lambda: pairwise([],[])); t(lambda: filterfalse(None)); t(lambda: list(filterfalse(None,[0,1,2,'']))); t(lambda: cycle()); t(lambda: cycle(1)); t(lambda: dropwhile(1,2))
print(repr(count()), count(5), count(5,2), count(5,1.0), count(2**70), count(1.5), repeat('a'), repeat('a',3), count(step=2))
class C(count): pass
c=C(3); c.x=5; print(c.x, next(c), repr(c)); print(type(iter(c)))
t(lambda: itertools._grouper()); t(lambda: itertools._tee()); t(lambda: itertools._tee([1,2])); t(lambda: list(itertools._tee([1,2])))
c = count(10**18); print(next(c), next(c)); c=count(0x3ffffffe); print(next(c),next(c),next(c)); c=count(1,-1); print(next(c),next(c),next(c)); c=count(1.5,.5); print(next(c),next(c)); 
import copy
a,b=tee([1,2,3]); next(a); d=copy.copy(a); print(list(a),list(b),list(d))
t(lambda: copy.copy(count(3)));

# --- Python underneath: iterators, predicates, comparisons, truth ---
class Counting:
    def __init__(self, n, fail=None):
        self.n, self.k, self.fail = n, 0, fail

    def __iter__(self):
        return self

    def __next__(self):
        if self.k == self.fail:
            self.k += 1
            raise ValueError(f"at {self.fail}")
        if self.k >= self.n:
            raise StopIteration
        self.k += 1
        return self.k


class Odd:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        return self.v % 2 == other.v % 2

    def __bool__(self):
        return self.v % 2 == 1

    def __add__(self, other):
        return Odd(self.v + other.v)

    def __repr__(self):
        return f"Odd({self.v})"


def gen(n):
    for k in range(n):
        yield k


odd = [Odd(k) for k in (1, 3, 5, 2, 4, 7)]
print(list(chain(Counting(2), gen(2), [9])), list(chain.from_iterable(gen(2) for _ in range(2))))
print(list(compress("abcdef", odd)), list(compress(Counting(4), gen(4))), list(compress(gen(5), Counting(2))))
print(list(takewhile(lambda x: x < 3, Counting(9))), list(dropwhile(lambda x: x < 3, gen(6))), list(filterfalse(None, odd)))
print(list(takewhile(bool, odd)), list(dropwhile(bool, odd)), list(filterfalse(bool, odd)), list(filterfalse(str.isdigit, "a1b2")))
print(list(islice(Counting(9), 1, 7, 2)), list(islice(gen(9), 2, None, 3)), list(islice(Counting(3), 5)))
print(list(accumulate(Counting(4))), list(accumulate(odd)), list(accumulate(gen(5), lambda a, b: a * 2 + b)), list(accumulate([3, 1, 2], max)))
print(list(accumulate(gen(3), initial=10)), list(accumulate([1.5, 2], initial=1)), list(accumulate([])), list(accumulate([[1], [2]])))
print(list(batched(Counting(5), 2)), list(batched(gen(4), 4)), list(pairwise(Counting(4))), list(pairwise([1])))
print(list(zip_longest(Counting(2), gen(3), "a", fillvalue="-")), list(zip_longest([1], [])))
print([(k, list(g)) for k, g in groupby(odd)], [(k, list(g)) for k, g in groupby(Counting(6), lambda x: x // 3)])
print([(k, list(g)) for k, g in groupby("AAbB", str.lower)], [k for k, g in groupby(gen(4), key=None)])
groups = groupby("aabbc")
first = next(groups)
second = next(groups)
print(list(first[1]), next(second[1]), next(groups)[0], list(second[1]))
a, b, c = tee(gen(5), 3)
print(next(a), next(a), list(b), list(c), list(a))
print(list(starmap(pow, [(2, 3), [3, 2]])), list(starmap(lambda *x: x, zip(gen(2), Counting(2)))), list(starmap(divmod, [(7, 2)])))
x = cycle(gen(3))
print([next(x) for _ in range(8)], list(islice(cycle(""), 3)), list(islice(cycle(Counting(2)), 5)))
print(list(product(gen(2), Counting(2))), list(product("ab", repeat=2)), list(product("ab", [])))
print(list(permutations(gen(3), 2)), list(permutations([1, 2], 3)), len(list(permutations(range(5)))))
print(list(combinations(Counting(4), 3)), list(combinations([], 0)), list(combinations([1], 2)))
print(list(combinations_with_replacement(gen(2), 3)), list(combinations_with_replacement([], 1)), list(combinations_with_replacement([], 0)))
print(list(map(lambda a, b: (a, b), count(), repeat("r", 2))), next(zip(count(5), "x")), sum(islice(count(1), 100)))

# --- errors that come from underneath leave the iterators usable as CPython's ---
for make in (
    lambda: chain(Counting(3, 1), [7]),
    lambda: accumulate(Counting(3, 1)),
    lambda: batched(Counting(3, 1), 2),
    lambda: pairwise(Counting(4, 1)),
    lambda: zip_longest([1, 2, 3], Counting(3, 1)),
    lambda: islice(Counting(5, 1), 0, 4),
    lambda: takewhile(lambda x: 6 // (2 - x), Counting(4)),
    lambda: dropwhile(lambda x: 6 // (2 - x), Counting(4)),
    lambda: groupby(Counting(4), lambda x: 1 // (x - 2)),
    lambda: compress(Counting(4), Counting(4, 1)),
    lambda: cycle(Counting(2, 1)),
    lambda: starmap(lambda x: 1 // x, [(1,), (0,), (2,)]),
    lambda: chain([1], 5, [2]),
    lambda: tee(Counting(3, 1))[0],
):
    it = make()
    out = []
    for _ in range(6):
        try:
            r = next(it)
            out.append(r[0] if isinstance(it, groupby) else r)
        except StopIteration:
            out.append("end")
        except Exception as e:
            out.append(str(e))
    print(type(it).__name__, out)
