data = bytearray(b"abc")


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


def store(index, value):
    data[index] = value


attempt(lambda: store(0, 256))
attempt(lambda: store(0, -1))
attempt(lambda: store(0, "a"))
attempt(lambda: store(5, 1))
attempt(lambda: store("x", 1))
attempt(lambda: data.append(300))
attempt(lambda: data.append("a"))
attempt(lambda: data.extend("ab"))
attempt(lambda: data.remove(1))
attempt(lambda: bytearray().pop())
attempt(lambda: data.pop(10))
attempt(lambda: data.index(b"z"))
attempt(lambda: hash(data))
attempt(lambda: data + "a")
attempt(lambda: bytearray("a"))
attempt(lambda: data.extend([1, 2, 300]))
print(data)
