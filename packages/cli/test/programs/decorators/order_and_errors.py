def mark(name):
    print("expression", name)
    return lambda f: (print("apply", name), f)[1]


@mark("a")
@mark("b")
def f(x=print("default")):
    pass


@mark("c")
class C:
    print("body")

    @mark("d")
    def method(self):
        pass


try:

    @5
    def g():
        pass

except TypeError as error:
    print(error)
try:
    g
except NameError as error:
    print(error)
