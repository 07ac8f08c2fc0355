class Data:
    def __get__(self, instance, owner):
        print("get", instance is None, owner.__name__)
        return "data"

    def __set__(self, instance, value):
        print("set", value)

    def __delete__(self, instance):
        print("delete")


class NonData:
    def __get__(self, instance, owner=None):
        return "non-data"


class C:
    d = Data()
    n = NonData()


c = C()
c.__dict__.update(d="instance d", n="instance n")
print(c.d, c.n, C.d, C.n)
c.d = 5
del c.d
c.n = "other"
print(c.n, c.__dict__)
del c.n
print(c.n)
C.d = "replaced"
print(c.d)
