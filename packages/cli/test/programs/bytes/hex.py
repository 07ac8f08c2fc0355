print(b"\x00\xff\x10".hex(), b"abcdef".hex(":"), b"abcdef".hex("-", 2), b"abcde".hex(" ", -2), bytes.fromhex("00 ff 10"), bytes.fromhex(""), bytearray.fromhex("0aFF"))
for bad in ("0", "zz", "0 0"):
    try:
        bytes.fromhex(bad)
    except ValueError as error:
        print(error)
