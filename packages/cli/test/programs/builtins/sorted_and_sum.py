print(sorted([3, 1, 2]), sorted("bca"), sorted({3: 1, 1: 2}), sorted([1, 2, 3], reverse=True), sorted(["b", "A"], key=str.lower), sorted([(1, 2), (1, 1)]), sorted([]), sorted(x for x in (2, 1)))
print(sum([]), sum([1.5, 2]), sum(range(5)), sum([(1,), (2,)], ()), sum(x for x in (1, 2)), sum([True, True]), sum([], 5), sum([1], start=10), sum({1: 2, 3: 4}))
data = [{"n": "b", "v": 2}, {"n": "a", "v": 2}, {"n": "c", "v": 1}]
print([d["n"] for d in sorted(data, key=lambda d: (d["v"], d["n"]))], [d["n"] for d in sorted(data, key=lambda d: d["v"])])
