print(len(""), len([1, 2]), len({1: 2}), len(range(10)), len((1,)), len(b"ab"), len({1}), len("日本"))
a = []
b = a
print(id(a) == id(b), a is b, [] is [], id(None) == id(None), type(1).__name__, type("").__name__, type(a) == list, type(type(a)) is type)
print(hash(1), hash(1.5), hash(True), hash(None) == hash(None), hash((1, 2)) == hash((1, 2)), hash("a") == hash("a"), hash(len) == hash(len))
for x in (5, None, len, (i for i in [])):
    try:
        len(x)
    except TypeError as error:
        print(error)
for x in ([], {}, set(), bytearray(), slice(1)):
    try:
        print(type(hash(x)))
    except TypeError as error:
        print(error)
