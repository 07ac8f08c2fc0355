for text in ("0", "  42  ", "-17", "+5", "1_000", "٣", "0007", "-0", "123456789012345678901234567890"):
    print(repr(text), int(text))
print(int("ff", 16), int("0xFF", 16), int("0b101", 2), int("0o17", 8), int("z", 36), int("-7f", 16))
print(int("0x1f", 0), int("0b11", 0), int("0o7", 0), int("12", 0), int("1_0", 0))
print(int(), int(3.99), int(-3.99), int(True), int(b"12"), int(bytearray(b"-3")))
