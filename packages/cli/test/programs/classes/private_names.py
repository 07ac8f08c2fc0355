class A:
    def __init__(self):
        self.__secret = 1
        self.__dunder__ = 2
        self._one = 3

    def get(self):
        return self.__secret

    def __hidden(self):
        return "hidden"

    def call(self):
        return self.__hidden()


class B(A):
    def __init__(self):
        super().__init__()
        self.__secret = "b"


b = B()
print(b.get(), b.call(), b.__dict__, b._A__secret, b._B__secret)
try:
    b.__secret
except AttributeError as error:
    print(error)


class _Under:
    __x = 5

    def f(self, __p=1):
        __local = __p
        return self.__x, __local


print(_Under().f(), [n for n in vars(_Under) if "x" in n], _Under.f.__code__.co_varnames)
