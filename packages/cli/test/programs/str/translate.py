table = str.maketrans("abc", "xyz")
print("aabbcc d".translate(table), sorted(table.items()))
print("hello".translate(str.maketrans("l", "L", "h")), "hello".translate({ord("l"): None, ord("o"): "00", 101: 69}))
print(sorted(str.maketrans({"a": "1", 98: None}).items()))
for args in (("ab", "c"), ("ab",), ({"ab": 1},)):
    try:
        str.maketrans(*args)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
