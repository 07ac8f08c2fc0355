class Base:
    def __init__(self, **kwargs):
        print("Base", kwargs)
        super().__init__()


class Named(Base):
    def __init__(self, name, **kwargs):
        print("Named", name)
        super().__init__(**kwargs)
        self.name = name


class Sized(Base):
    def __init__(self, size, **kwargs):
        print("Sized", size)
        super().__init__(**kwargs)
        self.size = size


class Thing(Named, Sized):
    def __init__(self, *args, **kwargs):
        print("Thing")
        super().__init__(*args, **kwargs)


t = Thing("box", size=3, color="red")
print(t.__dict__)
