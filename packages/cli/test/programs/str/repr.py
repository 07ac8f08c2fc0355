for text in ("plain", "it's", 'say "hi"', "both ' and \"", "tab\t newline\n return\r", "back\\slash", "\x00\x1f\x7f", "\xa0\xad", "é", "日本", "😀", "\ud800", "\u200b", "\u2028", "\ue000", ""):
    print(repr(text))
print(["a'b", 'c"d'], ("x",), {"k\n": "v\t"})
print(ascii("é日😀'"), ascii("\x80"), ascii(["é"]))
