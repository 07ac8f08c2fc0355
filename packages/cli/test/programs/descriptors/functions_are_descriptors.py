def f(self, x):
    return self, x


class C:
    pass


c = C()
c.f = f.__get__("me")
print(c.f(1), f.__get__(5, int)(2), f.__get__(None, int) is f if False else "skip")
C.method = f
print(C.method is f, c.method.__func__ is f, c.method(3)[0] is c)
print(str.upper.__get__("abc", str)(), [].append.__self__, type(C.__dict__["method"]), staticmethod(f).__func__ is f, classmethod(f).__get__(c, C)(9)[0] is C)
s = staticmethod(lambda x: x * 2)
print(s(4), s.__wrapped__(5))
C.builtin = len
print(c.builtin([1, 2]))
