class A:
    def __add__(self, other):
        return "A.add"

    def __radd__(self, other):
        return "A.radd"

    def __lt__(self, other):
        return "A.lt"

    def __eq__(self, other):
        return "A.eq"


class B(A):
    def __radd__(self, other):
        return "B.radd"

    def __gt__(self, other):
        return "B.gt"

    def __eq__(self, other):
        return "B.eq"


class C(A):
    pass


print(A() + B(), B() + A(), A() + C(), C() + A(), A() + A(), A() < B(), A() == B(), A() < C())


class MyInt(int):
    def __radd__(self, other):
        return "MyInt.radd"


print(1 + MyInt(2), MyInt(1) + 2, MyInt(1) + MyInt(2))
