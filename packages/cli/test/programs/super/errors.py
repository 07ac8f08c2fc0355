class A:
    pass


class B(A):
    def missing(self):
        return super().nothing

    def reassigned(self):
        self = 5
        return super().__repr__()

    def no_arguments():
        return super()


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: B().missing())
attempt(lambda: super())
attempt(lambda: super(B, 5))
attempt(lambda: super(5, B()))
attempt(lambda: B.no_arguments())
attempt(lambda: super(B, B()).x)


def outside(self):
    return super().x


attempt(lambda: outside(B()))
try:
    super(B, B()).x = 1
except AttributeError as error:
    print(error)
