class A:
    @property
    def x(self):
        return "A.x"


class B(A):
    @property
    def x(self):
        return "B over " + super().x


class C(B):
    @B.x.setter
    def x(self, value):
        print("C sets", value)


print(B().x, C().x)
C().x = 5
try:
    B().x = 5
except AttributeError as error:
    print(error)


class D(A):
    x = "plain"


print(D().x)
d = D()
d.x = 1
print(d.x)
