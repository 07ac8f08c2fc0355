class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        print("prepare", name)
        return {"prepared": True}

    def __repr__(cls):
        return f"<class {cls.__name__}!>"

    def __instancecheck__(cls, instance):
        return instance == 5

    def __iter__(cls):
        return iter("abc")


class A(metaclass=Meta):
    pass


class Other(type):
    pass


print(A.prepared, A, isinstance(5, A), isinstance(6, A), list(A))
try:

    class Both(A, metaclass=Other):
        pass

except TypeError as error:
    print(error)


def make(name, bases, namespace):
    return name, bases, sorted(k for k in namespace if not k.startswith("_"))


class NotAClass(metaclass=make):
    x = 1


print(NotAClass)
