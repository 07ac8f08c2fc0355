import struct

s = struct.Struct(">hI")
data = s.pack(1, 2)
print(data, s.size, s.format, s.unpack(data), s.unpack_from(b"xx" + data, 2), list(s.iter_unpack(data * 2)))
buffer = bytearray(10)
s.pack_into(buffer, 3, -1, 7)
struct.pack_into("<H", buffer, 0, 513)
print(buffer, struct.unpack_from("<H", buffer), struct.pack("=i", 1) == struct.pack("<i", 1), struct.pack("!H", 258), struct.pack("<e", 1.5), struct.unpack("<e", b"\x00>"))
for call in (lambda: s.unpack(b"a"), lambda: s.pack_into(buffer, 8, 1, 2), lambda: struct.Struct("!"), lambda: s.unpack_from(b"", 0)):
    try:
        print(type(call()).__name__)
    except struct.error as error:
        print(error)
