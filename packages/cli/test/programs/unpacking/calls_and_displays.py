def show(*args, **kwargs):
    print(args, kwargs)


show(*[1, 2], *"ab", 3, **{"k": 1}, l=2, **{"m": 3})
show(*(), **{})
print([*range(3), *[4]], (*"ab", 1), {*[1, 2], 3}, {**{"a": 1}, "b": 2}, *[1, 2], sep="-")
first, *rest = show, 1, 2
print(first is show, rest)
args = [1, 2]
kwargs = {"sep": "+", "end": "!\n"}
print(*args, **kwargs)
print([*map(str, args)], *{"k": 1}, *(x for x in "ab"))
