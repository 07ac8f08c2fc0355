print(abs(-5), abs(-2.5), abs(True), divmod(7, 3), divmod(-7.5, 2), pow(2, 10), pow(2, 10, 1000), pow(2.0, 3), round(2.567, 2), round(7), sum([1, 2]), sum((0.5, 1), 10), bin(5), hex(255), oct(8), int("12"), float("1.5"), bool([]), chr(97), ord("a"))
for call in (lambda: abs("a"), lambda: divmod(1, 0), lambda: divmod("a", 1), lambda: pow(2, 3, 0), lambda: round("a"), lambda: round(1.5, "a"), lambda: bin(1.5), lambda: hex("a"), lambda: sum([1, "a"]), lambda: sum("ab"), lambda: abs(None), lambda: sum([[1]], 0)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
