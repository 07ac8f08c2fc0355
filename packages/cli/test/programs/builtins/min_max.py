print(min(3, 1, 2), max(3, 1, 2), min([4, 5]), max("hello"), min({"b": 1, "a": 2}), max((1, 5), (2, 0)), min([], default="none"), max([1], default=0))
print(max("a", "bbb", "cc", key=len), min([3, -5, 2], key=abs), max([1, 1.0, True]), min([1.0, 1]), max([], key=len, default=None), min(x * x for x in (-3, 2)), max([1, 2, 3], key=lambda v: -v))
for call in (lambda: min([]), lambda: max(), lambda: min(5), lambda: max(1, "a"), lambda: min(1, 2, key=5), lambda: max([1], foo=2), lambda: min([None, 1])):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
