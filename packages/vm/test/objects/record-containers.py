"""Record what CPython 3.13 does with sets and sorts: run in this folder, writes recorded/set-order.json and recorded/sort-order.json.

Values are encoded as text: "12" an int, "f0.5" a float, null None, a list a tuple. A set program is a list of [operation, set, argument, order after it].
"""

import json
import random
import sys

assert sys.version_info[:2] == (3, 13)


def encode(v):
    if v is None:
        return None
    if isinstance(v, int):
        return str(v)
    if isinstance(v, float):
        return "f" + repr(v)
    return [encode(x) for x in v]


def value(r, m):
    k = r.random()
    if k < 0.7:
        return r.randrange(-m, m)
    if k < 0.8:
        return r.randrange(-m, m) / r.choice([1, 2, 4, 8, 3]) * 1.0
    if k < 0.85:
        return r.randrange(2**70)
    if k < 0.9:
        return (r.randrange(m), r.randrange(5))
    if k < 0.95:
        return r.randrange(m) * 2 ** r.randrange(40)
    return None


OPERATORS = {
    "or": lambda s, o: s | o,
    "and": lambda s, o: s & o,
    "sub": lambda s, o: s - o,
    "xor": lambda s, o: s ^ o,
}
IN_PLACE = {
    "ior": set.update,
    "iand": set.intersection_update,
    "isub": set.difference_update,
    "ixor": set.symmetric_difference_update,
}


def set_program(seed):
    r = random.Random(seed)
    m = r.choice([4, 10, 30, 100, 1000, 100000])
    sets, steps = [], []

    def step(op, a, b, s):
        steps.append([op, a, b, [encode(x) for x in s]])

    names = ["new", "pop", "copy", "clear", "update"] + ["add", "discard"] * 3 + list(OPERATORS) + list(IN_PLACE)
    for _ in range(r.choice([10, 25, 40])):
        op = r.choice(names) if sets else "new"
        if op == "new":
            vs = [value(r, m) for _ in range(r.choice([0, 1, 3, 8, 20, 60]))]
            s = set()
            for v in vs:
                s.add(v)
            sets.append(s)
            step(op, 0, [encode(v) for v in vs], s)
            continue
        a = r.randrange(len(sets))
        b = r.randrange(len(sets))
        s = sets[a]
        if op == "add":
            v = value(r, m)
            s.add(v)
            step(op, a, encode(v), s)
        elif op == "discard":
            v = r.choice(list(s)) if s and r.random() < 0.7 else value(r, m)
            s.discard(v)
            step(op, a, encode(v), s)
        elif op == "pop":
            if s:
                step(op, a, encode(s.pop()), s)
        elif op in OPERATORS:
            sets.append(OPERATORS[op](s, sets[b]))
            step(op, a, b, sets[-1])
        elif op in IN_PLACE:
            IN_PLACE[op](s, sets[b])
            step(op, a, b, s)
        elif op == "copy":
            sets.append(s.copy())
            step(op, a, 0, sets[-1])
        elif op == "clear":
            s.clear()
            step(op, a, 0, s)
        else:
            vs = [value(r, m) for _ in range(r.choice([1, 5, 30]))]
            s.update(vs)
            step(op, a, [encode(v) for v in vs], s)
    return steps


def sort_case(seed):
    """Keys with NaN among them: then the result depends on the sequence of comparisons."""
    r = random.Random(seed)
    n = r.choice([0, 1, 2, 3, 10, 33, 64, 65, 100, 200, 500])
    m = r.choice([3, 20, 1000])
    nan = r.choice([0, 0.01, 0.1, 0.5])
    kind = r.choice(["random", "runs", "falling", "pairs"])
    keys = []
    for i in range(n):
        if r.random() < nan and kind != "pairs":
            keys.append(None)
        elif kind == "runs":
            keys.append((i // 7) % m if r.random() < 0.97 else r.randrange(m))
        elif kind == "falling":
            keys.append(n - i // 3 if r.random() < 0.98 else r.randrange(n))
        elif kind == "pairs":
            keys.append([r.randrange(m), r.randrange(3)])
        else:
            keys.append(r.randrange(m))
    made = [float("nan") if k is None else (float(k[0]), float(k[1])) if isinstance(k, list) else float(str(k)) for k in keys]
    place = {id(o): i for i, o in enumerate(made)}
    reverse = r.random() < 0.3
    return {"keys": keys, "reverse": reverse, "order": [place[id(o)] for o in sorted(made, reverse=reverse)]}


with open("recorded/set-order.json", "w") as f:
    json.dump([set_program(seed) for seed in range(60)], f, separators=(",", ":"))
with open("recorded/sort-order.json", "w") as f:
    json.dump([sort_case(seed) for seed in range(80)], f, separators=(",", ":"))
