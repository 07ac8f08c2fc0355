print((1).to_bytes(), (1000).to_bytes(2), (1000).to_bytes(2, "little"), (0).to_bytes(3, "big"))
print((-1).to_bytes(4, "big", signed=True), (-1000).to_bytes(4, "little", signed=True))
print((2**70).to_bytes(10, "big"), (0).to_bytes(0, "big"))
print(int.from_bytes(b"\x03\xe8"), int.from_bytes(b"\x03\xe8", "little"), int.from_bytes(b""))
print(int.from_bytes(b"\xff\xff", "big", signed=True), int.from_bytes([1, 2, 3], "big"), int.from_bytes(b"\xff" * 12))
for args in ((256, 1), (-1, 1), (1, -1)):
    try:
        print(args[0].to_bytes(args[1], "big"))
    except (OverflowError, ValueError) as error:
        print(type(error).__name__, error)
try:
    (1).to_bytes(1, "middle")
except ValueError as error:
    print(error)
