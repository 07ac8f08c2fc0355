print(str.upper("abc"), list(map(str.strip, [" a ", "b "])), str.join(",", ["a", "b"]), "abc".__len__(), "abc".__contains__("b"))
print("a".__add__("b"), "a".__mul__(3), "a".__rmul__(3), "abc".__getitem__(1), "a".__eq__("a"), "a".__lt__(1), "a".__hash__() == hash("a"))
print("%s!".__mod__("x"), "x".__format__(">3"), "ab".__iter__().__next__(), "x".__str__(), "x".__repr__())
try:
    str.upper(5)
except TypeError as error:
    print(error)
try:
    "abc".upper(1)
except TypeError as error:
    print(error)
try:
    "abc".nothing
except AttributeError as error:
    print(error)
