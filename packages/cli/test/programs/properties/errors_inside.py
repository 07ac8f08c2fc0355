class C:
    @property
    def broken(self):
        raise AttributeError("inside")

    @property
    def other(self):
        return self.nothing

    @property
    def key(self):
        return {}["k"]


class D(C):
    def __getattr__(self, name):
        return "getattr " + name


for name in ("broken", "other", "key"):
    try:
        getattr(C(), name)
    except (AttributeError, KeyError) as error:
        print(type(error).__name__, error)
print(D().broken, D().other, hasattr(C(), "broken"))
try:
    D().key
except KeyError as error:
    print(repr(error))
