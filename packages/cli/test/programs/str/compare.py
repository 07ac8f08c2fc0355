words = ["banana", "apple", "Apple", "", "app", "é", "z", "日本", "😀", "\uffff"]
print(sorted(words))
print("a" < "b", "a" < "B", "a" < "aa", "" < "a", "abc" == "abc", "abc" != "abd", "b" >= "abc")
print("a" == 1, "a" != 1, "1" == 1, "a" == b"a")
try:
    "a" < 1
except TypeError as error:
    print(error)
print(min("hello"), max("hello"), min(words, key=len), max(words, key=len))
