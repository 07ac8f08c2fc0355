from itertools import accumulate, batched, chain, compress, dropwhile, filterfalse, groupby, pairwise, starmap, takewhile, tee, zip_longest

print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b)), list(accumulate([1], initial=5)), list(batched("abcde", 2)), list(chain("ab", [1])), list(chain.from_iterable(["ab", "c"])), list(compress("abc", [1, 0, 1])))
print(list(dropwhile(lambda x: x < 3, [1, 3, 1])), list(takewhile(lambda x: x < 3, [1, 3, 1])), list(filterfalse(lambda x: x % 2, range(5))), list(filterfalse(None, [0, 1])), list(pairwise("abc")), list(starmap(pow, [(2, 3), (3, 2)])), list(zip_longest("ab", [1], fillvalue="-")))
print([(k, list(g)) for k, g in groupby("aabbba")], [(k, len(list(g))) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)])
a, b = tee([1, 2, 3])
print(next(a), list(b), list(a), [list(t) for t in tee("ab", 3)])
try:
    list(batched("abc", 2, strict=True))
except ValueError as error:
    print(error)
