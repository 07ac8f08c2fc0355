print(all([]), any([]), all([1, "a", [0]]), any([0, "", None]), all(x > 0 for x in (1, 2)), any(x > 1 for x in (1, 2)), all({}), any("a"), all([1, 0, 1]))


def noisy(n):
    print("test", n)
    return n


print(any(noisy(n) for n in (0, 2, 3)))
print(all(noisy(n) for n in (1, 0, 3)))
