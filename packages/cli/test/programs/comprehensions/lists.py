print([x for x in range(5)], [x * y for x in range(3) for y in range(3)], [x for x in range(10) if x % 2 if x % 3], [[y for y in range(x)] for x in range(3)], [x if x else "zero" for x in range(2)])
print([(x, y) for x in range(3) for y in range(x)], [c for w in ("ab", "cd") for c in w], [len(w) for w in "a bb".split()], [*(x for x in "ab")], [[]for _ in range(2)])
print([a + b for a, b in [(1, 2), (3, 4)]], [x for x, in [(1,), (2,)]], [b for a, *b in ["abc", "de"]], [lambda: x for x in range(2)][0](), [x for x in [1, 2, 3] if (y := x * 2) > 2], y)
print([not x for x in (0, 1)], [x for x in () ], [(yield_ := x) for x in range(3)], yield_)
