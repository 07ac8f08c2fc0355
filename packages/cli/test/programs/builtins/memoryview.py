data = bytearray(b"hello")
view = memoryview(data)
print(len(view), view[0], view[1:3].tobytes(), bytes(view), view.tolist(), view.format, view.itemsize, view.readonly, view.nbytes)
view[0] = 72
view[1:3] = b"EL"
print(data, view == b"HELlo", memoryview(b"abc")[::-1].tobytes(), 72 in view, list(view[3:]))
try:
    memoryview(b"abc")[0] = 1
except TypeError as error:
    print(error)
try:
    data.append(1)
except BufferError as error:
    print(error)
view.release()
data.append(33)
print(data)
try:
    memoryview("text")
except TypeError as error:
    print(error)
