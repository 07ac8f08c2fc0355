for text in ("1", " 2.5 ", "-0.0", "1e5", "1E-5", ".5", "5.", "1_000.5", "inf", "-Infinity", "NaN", "+nan", "1e400", "1e-400", "٣.٥"):
    print(repr(text), float(text))
print(float(), float(3), float(True), float(b"2.5"), float(2**60 + 1))
for bad in ("", "abc", "1.2.3", "1e", "0x10", "1__0", "--1", "1 2", "infin"):
    try:
        print(float(bad))
    except ValueError as error:
        print(error)
for bad in (None, [], "1,5"):
    try:
        print(float(bad))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
