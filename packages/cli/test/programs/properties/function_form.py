class C:
    def get(self):
        return self._x

    def put(self, value):
        self._x = value

    x = property(get, put, None, "doc text")
    y = property(lambda self: 5)
    z = property(fset=lambda self, v: print("z =", v))


c = C()
c.x = 1
print(c.x, c.y, C.x.__doc__, C.y.fset, C.x.fget is C.get)
c.z = 3
for action in (lambda: c.z, lambda: setattr(c, "y", 1), lambda: delattr(c, "x")):
    try:
        action()
    except AttributeError as error:
        print(error)
c.__dict__["y"] = "shadow"
print(c.y, c.__dict__)
