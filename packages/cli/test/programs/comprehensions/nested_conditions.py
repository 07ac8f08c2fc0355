matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [v for row in matrix if sum(row) > 6 for v in row if v % 2 == 0], {r: [v for v in row if v != r] for r, row in enumerate(matrix)})
print([x for x in range(20) if x > 5 and x < 15 if not x % 3], [(a, b, c) for c in range(1, 20) for b in range(1, c) for a in range(1, b) if a * a + b * b == c * c])
words = "the quick brown fox".split()
print({w[0]: w for w in words}, {len(w) for w in words}, sorted({c for w in words for c in w})[:5], [w.upper() for w in words if "o" in w], {w: {c: w.count(c) for c in w[:2]} for w in words[:2]})
print([x for x in (lambda: [1, 2])()], [i for i in range(5) if i not in {n for n in range(3)}], [f"{i}{j}" for i in "ab" for j in range(2)])
