values = [0, 1, -1, 2.5, -0.0, 10**20, 2**61 - 1, None, (1, 2), (1.0, (2, 3)), True, frozenset([1, 2]), 1e300, (), ((),), (None, 1)]
for v in values:
    if v is not None:
        print(repr(v), hash(v))
print(hash(None) == hash(None), hash((1, None)) == hash((1, None)), hash(range(5)), hash(range(0)), hash(range(1, 10, 3)))
