text = "abracadabra"
print("abra" in text, "x" in text, "" in text, "cad" not in text, "a" in "")
print(text.count("a"), text.count("abra"), text.count(""), text.count("a", 1), text.count("a", 1, 5), text.count("x"), "aaaa".count("aa"))
print("".count(""), "abc".count("", 1, 2), "abc".count("", 4))
try:
    1 in "abc"
except TypeError as error:
    print(error)
try:
    "abc".count(1)
except TypeError as error:
    print(error)
