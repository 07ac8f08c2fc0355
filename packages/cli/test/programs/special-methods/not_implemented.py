class A:
    def __add__(self, other):
        print("A.__add__")
        return NotImplemented

    def __eq__(self, other):
        print("A.__eq__")
        return NotImplemented

    def __lt__(self, other):
        print("A.__lt__")
        return NotImplemented


class B:
    def __radd__(self, other):
        print("B.__radd__")
        return "B"

    def __eq__(self, other):
        print("B.__eq__")
        return True

    def __gt__(self, other):
        print("B.__gt__")
        return "greater"


a, b = A(), B()
print(a + b, a == b, a < b, a != b)
print(a == 5, a == a, a == A())
for call in (lambda: a + 1, lambda: a < 1, lambda: a + a, lambda: a < A()):
    try:
        call()
    except TypeError as error:
        print(error)
