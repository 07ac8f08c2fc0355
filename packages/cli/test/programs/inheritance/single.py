class A:
    def name(self):
        return "A"

    def hello(self):
        return "hello from " + self.name()


class B(A):
    def name(self):
        return "B(" + super().name() + ")"


class C(B):
    def hello(self):
        return super().hello() + "!"


for cls in (A, B, C):
    print(cls().hello(), cls.__mro__, cls.__base__.__name__)
print(isinstance(C(), A), issubclass(C, A), issubclass(A, C), issubclass(C, (int, B)), isinstance(5, (str, int)), C.__bases__, A.__subclasses__())
