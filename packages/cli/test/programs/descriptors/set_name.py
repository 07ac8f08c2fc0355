class Field:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = "_" + name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return getattr(instance, self.name, None)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name[1:]} must be {self.kind.__name__}")
        setattr(instance, self.name, value)


class Person:
    name = Field(str)
    age = Field(int)


p = Person()
p.name, p.age = "Ada", 36
print(p.name, p.age, vars(p), Person.name.kind)
try:
    p.age = "old"
except TypeError as error:
    print(error)
