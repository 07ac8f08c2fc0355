class M:
    def __init__(self, name, enter=None, leave=None):
        self.name, self.fail_enter, self.fail_leave = name, enter, leave

    def __enter__(self):
        print("enter", self.name)
        if self.fail_enter:
            raise self.fail_enter
        return self

    def __exit__(self, kind, value, tb):
        print("exit", self.name, repr(value))
        if self.fail_leave:
            raise self.fail_leave


def attempt(*managers):
    try:
        a, b = managers
        with a, b:
            print("body")
    except Exception as error:
        print("got", repr(error), "context", repr(error.__context__))


attempt(M("a"), M("b"))
attempt(M("a"), M("b", enter=ValueError("no entry")))
attempt(M("a"), M("b", leave=KeyError("b leaves")))
attempt(M("a", leave=KeyError("a leaves")), M("b", leave=ValueError("b leaves")))
