print({n: n * n for n in range(5)}, {k: v for k, v in zip("ab", (1, 2))}, {v: k for k, v in {"a": 1}.items()}, {x % 3: x for x in range(10)})
print({(a, b): a * b for a in range(2) for b in range(2) if a or b}, {w: len(w) for w in "the cat".split() if w != "the"})


def order(name, value):
    print(name, end=" ")
    return value


print({order("k", i): order("v", i) for i in range(2)})
print({order("k1", 1): order("v1", 2), order("k2", 3): order("v2", 4)})
