print(hash(()), hash((1,)), hash((1, 2, 3)), hash((1.0, 2, True)), hash(((), (1,))), hash((None,)) == hash((None,)), hash((-1, 0)))
d = {(1, 2): "a", (1, (2, 3)): "b", (): "empty"}
print(d[1, 2], d[1, (2, 3)], d[()], (1.0, 2.0) in d, {(1, 2), (1.0, 2), (2, 1)})
