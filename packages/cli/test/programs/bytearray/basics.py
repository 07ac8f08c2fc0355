data = bytearray(b"hello")
data[0] = 72
data[-1:] = b"OOO"
print(data, len(data), data[1], data[1:3], type(data[1:3]))
data.append(33)
data.extend(b"ab")
data.extend([1, 2])
data += b"cd"
print(data)
del data[5:]
data *= 2
print(data, data == b"HellOHellO", bytes(data))
data.clear()
print(data, bytearray(3), bytearray("é", "latin-1"), bytearray([1, 2]))
