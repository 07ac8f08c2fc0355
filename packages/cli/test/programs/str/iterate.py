for character in "aé日😀":
    print(character, len(character), end="; ")
print()
iterator = iter("ab")
print(next(iterator), next(iterator), next(iterator, "end"), list("abc"), tuple("xy"), sorted(set("hello")))
print(list(reversed("abc")), list(enumerate("ab", 5)), list(zip("abc", "xy")), dict(zip("ab", range(2))))
print(type(iterator), [*"hi"], len("日本"), len(""))
