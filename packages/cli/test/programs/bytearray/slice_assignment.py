data = bytearray(range(10))
data[2:5] = b"XY"
print(data)
data[::2] = b"....."[: len(data[::2])]
print(data)
data[1:1] = [65, 66, 67]
print(data)
del data[::3]
print(data, len(data))
data[:] = b""
print(data)
try:
    data[::2] = b"abc"
except ValueError as error:
    print(error)
data = bytearray(b"abcdef")
try:
    data[::2] = b"ab"
except ValueError as error:
    print(error)
data[3:] = data
print(data)
