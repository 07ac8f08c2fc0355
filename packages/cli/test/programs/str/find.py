text = "the cat and the hat"
print(text.find("the"), text.find("the", 1), text.find("at"), text.find("at", 6), text.find("dog"), text.find(""), text.find("", 100))
print(text.rfind("the"), text.rfind("the", 0, 12), text.rfind("dog"), text.rfind(""), text.rfind("t", -5))
print(text.index("cat"), text.rindex("at"), text.find("cat", -100, 100), text.find("t", None, None))
for method in (text.index, text.rindex):
    try:
        method("dog")
    except ValueError as error:
        print(error)
print("日本語日本".find("日", 1), "a😀b😀".rfind("😀"), "aaa".find("aaaa"), "ab" * 50 == ("ab" * 50), ("ab" * 50 + "ac").find("ac"))
