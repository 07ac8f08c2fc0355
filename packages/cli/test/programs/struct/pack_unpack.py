import struct

print(struct.pack("<i", 1), struct.pack(">i", 1), struct.pack("<bBhHiIqQ", -1, 255, -2, 65535, -3, 4, -5, 6), struct.pack("<f", 1.5), struct.pack(">d", 0.1), struct.pack("3s", b"abcdef"), struct.pack("5s", b"a"), struct.pack("c?", b"x", True), struct.pack("<2h3x", 1, 2))
print(struct.unpack("<i", b"\x01\x00\x00\x00"), struct.unpack(">hB", b"\xff\xfe\x05"), struct.unpack("<3s2x", b"abc\0\0"), struct.unpack("<d", struct.pack("<d", 0.1)), struct.unpack("<2i", struct.pack("<2i", 5, -6)), struct.unpack("<?c", b"\x01z"))
print(struct.calcsize("<ibh"), struct.calcsize("ib"), struct.calcsize("bi"), struct.calcsize("<10s"), struct.unpack_from("<h", b"\0\0\x05\0", 2), list(struct.iter_unpack("<h", b"\1\0\2\0")))
for call in (lambda: struct.pack("<b", 200), lambda: struct.pack("<i"), lambda: struct.pack("<i", 1, 2), lambda: struct.pack("<i", "a"), lambda: struct.unpack("<i", b"a"), lambda: struct.pack("z", 1), lambda: struct.pack("<H", -1), lambda: struct.pack("s", "text"), lambda: struct.pack("<f", "a")):
    try:
        call()
    except struct.error as error:
        print(error)
