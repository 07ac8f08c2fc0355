print({n % 3 for n in range(10)}, {x for x in "hello" if x in "l"}, sorted({w.lower() for w in ["A", "a", "B"]}), len({(a, b) for a in range(3) for b in range(3)}))
seen = set()
unique = [x for x in [3, 1, 3, 2, 1] if not (x in seen or seen.add(x))]
print(unique, sum({1, 2, 3}), max({4, 9, 2}), sorted({"b", "a"}), {1, 2}.__contains__(1), set.union({1}, {2}), any({0}), list(map(str, {1, 2})))
primes = set(range(2, 50))
for n in range(2, 8):
    primes -= set(range(n * 2, 50, n))
print(primes)
