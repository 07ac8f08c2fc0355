print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2, 3])), list(zip([1, 2], "ab", (True, False))), list(zip()), list(zip([1])))
m = map(abs, [-1, -2])
print(next(m), list(m), list(m), type(m), type(filter(None, [])), type(zip()))
z = zip([1, 2, 3], [4])
print(next(z), next(z, "end"), dict(zip("ab", [1, 2])), list(zip(*[(1, 2), (3, 4)])), list(map(max, [1, 5], [3, 2])))
for call in (lambda: list(zip([1], [2, 3], strict=True)), lambda: list(zip([1, 2], [3], strict=True)), lambda: list(map(5, [1])), lambda: list(filter(lambda: 1, [1])), lambda: map(), lambda: list(map(lambda x: 1 / x, [0]))):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
