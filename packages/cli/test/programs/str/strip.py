text = "  xxhello worldxx \n"
print(repr(text.strip()), repr(text.lstrip()), repr(text.rstrip()))
print("xxhixx".strip("x"), "xyhiyx".strip("xy"), "xxhixx".lstrip("x"), "xxhixx".rstrip("x"), "abc".strip("abc"), "abc".strip(""))
print(repr("\u3000a\xa0".strip()), "  a ".strip(None) + "|")
print("prefix-body".removeprefix("prefix-"), "body".removeprefix("x"), "body.txt".removesuffix(".txt"), "body".removesuffix(""), "aa".removesuffix("aaa"))
try:
    "a".strip(1)
except TypeError as error:
    print(error)
