print(b"%d %s %x" % (5, b"ab", 255), b"%5d|%-5s|%05.1f" % (1, b"x", 2.55), b"%c%c" % (65, b"b"), b"%r %a" % ("x", "é"), b"%b" % b"z", b"%%" % ())
for template, value in ((b"%s", "text"), (b"%d", b"x"), (b"%c", 256), (b"%s %s", (b"a",))):
    try:
        print(template % value)
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)
