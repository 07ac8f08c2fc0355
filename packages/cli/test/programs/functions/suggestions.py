def f(*, colour, weight=1):
    pass


for kwargs in ({"color": 1}, {"colour": 1, "wieght": 2}, {"colour": 1, "zzz": 2}):
    try:
        f(**kwargs)
    except TypeError as error:
        print(error)


class C:
    def method(self, a):
        pass

    @staticmethod
    def static(a):
        pass

    @classmethod
    def klass(cls, a):
        pass


for call in (lambda: C().method(), lambda: C().method(1, 2), lambda: C.method(), lambda: C.static(), lambda: C.klass(), lambda: C(1), lambda: C.klass(1, 2)):
    try:
        call()
    except TypeError as error:
        print(error)
