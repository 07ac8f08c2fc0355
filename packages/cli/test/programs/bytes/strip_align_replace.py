print(b"  a ".strip(), b"xxaxx".strip(b"x"), b"  a ".lstrip(), b"  a ".rstrip(), b"prefix-a".removeprefix(b"prefix-"), b"a.txt".removesuffix(b".txt"))
print(b"ab".center(6), b"ab".ljust(5, b"."), b"ab".rjust(5), b"-42".zfill(6), b"a\tb".expandtabs(4))
print(b"banana".replace(b"a", b"o"), b"banana".replace(b"a", b"", 2), b"abc".replace(b"", b"-"), b"abc".translate(bytes(range(256))), b"hello".translate(None, b"l"), b"abc".translate(bytes.maketrans(b"ab", b"xy")))
