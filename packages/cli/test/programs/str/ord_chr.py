print(ord("a"), ord("é"), ord("日"), ord("😀"), chr(97), chr(233), chr(0x65E5), chr(0x1F600), ord(b"x"))
for function, value in ((ord, "ab"), (ord, ""), (ord, 5), (chr, -1), (chr, 0x110000), (chr, "a"), (chr, 10**20)):
    try:
        print(function(value))
    except Exception as error:
        print(type(error).__name__, error)
