text = "hello world"
print(text.startswith("he"), text.startswith("wor", 6), text.startswith("lo", 3, 5), text.startswith(("x", "he")), text.startswith(""), text.startswith(()))
print(text.endswith("ld"), text.endswith("lo", 0, 5), text.endswith(("x", "ld")), text.endswith(""), text.endswith("hello world!"), text.startswith("h", 100))
for bad in (1, ["he"], ("a", 1)):
    try:
        text.startswith(bad)
    except TypeError as error:
        print(error)
