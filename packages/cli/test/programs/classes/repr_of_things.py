class C:
    def m(self):
        pass

    class Inner:
        pass


def f():
    class Local:
        pass

    return Local


print(C, C.Inner, f(), type, object, int, type(None), type(f), type(C.m), type(C().m), type(len), type(print), type([].append))
print(len, [].append.__name__, str.upper, C.__dict__["m"].__qualname__, repr(C)[:20], type(C.__dict__), type(iter([])), type({}.keys()), type(iter("")), type(x for x in []))
print(type(...), type(NotImplemented), type(range(1)), type(slice(1)), type(lambda: 0), type(property()), type(classmethod(f)), type(super(C, C())), type(zip()), type(type(C)))
