print(b"hello World".upper(), b"ABC".lower(), b"hello world".title(), b"hELLO".capitalize(), b"aBc".swapcase(), b"\xe9".upper())
for data in (b"", b"abc", b"ABC", b"123", b"a1", b" \t\n", b"Abc Def", b"\xe9"):
    print(data, data.isalpha(), data.isdigit(), data.isalnum(), data.isspace(), data.isupper(), data.islower(), data.istitle(), data.isascii())
