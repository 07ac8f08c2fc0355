print("banana".replace("a", "o"), "banana".replace("a", "o", 2), "banana".replace("na", ""), "banana".replace("x", "y"))
print("abc".replace("", "-"), "abc".replace("", "-", 2), "".replace("", "x"), "aaa".replace("aa", "b"), "abc".replace("b", "日本"), "aXbX".replace("X", "", 1))
print("abc".replace("a", "b", -1), "abc".replace("a", "b", 0), "aaa".replace("a", "b", count=2))
try:
    "a".replace("a", 1)
except TypeError as error:
    print(error)
