class Base(Exception):
    pass


class Child(Base):
    def __init__(self, code, text):
        self.code = code
        super().__init__(code, text)

    def __str__(self):
        return f"{self.args[1]} ({self.code})"


class Plain(Base):
    """Only a docstring."""


for make in (lambda: Child(5, "five"), lambda: Plain(), lambda: Plain("x", "y"), lambda: Base(1)):
    try:
        raise make()
    except Child as e:
        print("child", e, e.code, e.args, repr(e))
    except Base as e:
        print("base", e, type(e).__name__, e.args, repr(e))


class NoInit(Exception):
    def __init__(self, *, k):
        self.k = k


e = NoInit(k=1)
print(repr(e), str(e), e.args, e.k)
