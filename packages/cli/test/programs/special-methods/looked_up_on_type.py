# Special methods are looked up on the type, not on the instance.
class C:
    def __len__(self):
        return 1


c = C()
c.__len__ = lambda: 99
c.__str__ = lambda: "instance"
c.__add__ = lambda other: "instance"
print(len(c), c.__len__(), str(c) == "instance")
try:
    c + 1
except TypeError as error:
    print(error)
C.__add__ = lambda self, other: "class"
print(c + 1)
del C.__add__
try:
    c + 1
except TypeError as error:
    print(error)
C.__len__ = None
try:
    len(c)
except TypeError as error:
    print(error)


class NoIter(list):
    __iter__ = None
    __contains__ = None


for call in (lambda: list(NoIter([1])), lambda: 1 in NoIter([1])):
    try:
        call()
    except TypeError as error:
        print(error)
