from array import array


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


a = array("i", [1])
attempt(lambda: a.append("x"))
attempt(lambda: a.append(1.5))
attempt(lambda: a.append(2**40))
attempt(lambda: array("b", [200]))
attempt(lambda: array("B", [-1]))
attempt(lambda: array("z"))
attempt(lambda: array("ii"))
attempt(lambda: array(5))
attempt(lambda: a[5])
attempt(lambda: a["x"])
attempt(lambda: a.index(9))
attempt(lambda: a.remove(9))
attempt(lambda: array("i").pop())
attempt(lambda: a + [1])
attempt(lambda: a + array("d", [1]))
attempt(lambda: a.extend(array("d", [1.0])))
attempt(lambda: array("i", "text"))
attempt(lambda: a.frombytes(b"abc"))
attempt(lambda: hash(a))
attempt(lambda: array("i", [1, "a"]))
