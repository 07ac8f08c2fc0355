from array import array

a = array("i", [1, 2, 3])
a.append(4)
a.extend([5, 6])
a.insert(0, 0)
print(a, a[1], a[-1], a[1:3], len(a), a.typecode, a.itemsize, 3 in a, a.index(3), a.count(1), a.pop(), a.pop(0), a.tolist(), list(a), sum(a))
a[0] = 100
a[1:2] = array("i", [7, 8])
del a[-1]
a.reverse()
a.remove(8)
print(a, a + array("i", [9]), a * 2, a == array("i", a), a < array("i", [1]), array("d", [1.5, 2]), array("b", b"ab"), array("f", [0.5]), array("q", [2**40]), a.tobytes()[:4], array("H", [1, 2]).tobytes())
b = array("i")
b.frombytes(b"\x01\0\0\0\x02\0\0\0")
b.fromlist([3])
print(b, array("B", range(3)), bytes(array("B", [65, 66])))
