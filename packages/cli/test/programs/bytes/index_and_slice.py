data = b"hello world"
print(data[0], data[-1], data[1:4], data[::-1], data[::2], data[20:], list(data[:3]), len(data))
print(104 in data, b"wor" in data, 300 in [300], b"" in data, [hex(b) for b in data[:2]])
for index in (20, -20, "a", 1.0):
    try:
        print(data[index])
    except (IndexError, TypeError) as error:
        print(error)
for value in (300, "a"):
    try:
        print(value in data)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
try:
    data[0] = 1
except TypeError as error:
    print(error)
