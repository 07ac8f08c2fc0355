f = frozenset([1, 2, 3])
print(f, frozenset(), len(f), 2 in f, f | {4}, {4} | f, type(f | {4}), type({4} | f), f & {1}, f - {1}, f ^ {9}, f == {1, 2, 3}, hash(f) == hash(frozenset([3, 2, 1])))
print(hash(frozenset()), hash(frozenset([1])), hash(frozenset([1, 2, 3])), {f: "key"}[frozenset([2, 3, 1])], frozenset(f) is f, f.copy() is f)
print(f.union([5]), f.intersection([1]), f.isdisjoint([7]), f <= {1, 2, 3, 4}, {frozenset([1]), frozenset([1])})
for call in (lambda: f.add(1), lambda: f.__ior__, lambda: f.remove(1)):
    try:
        call()
    except AttributeError as error:
        print(error)
g = f
g |= {7}
print(g, f)
