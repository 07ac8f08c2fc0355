class Watched:
    def __setattr__(self, name, value):
        print("set", name, value)
        if name == "bad":
            raise AttributeError("refused")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)


w = Watched()
w.a = 1
w.a += 1
setattr(w, "b", 5)
print(w.__dict__)
del w.a
delattr(w, "b")
for action in (lambda: setattr(w, "bad", 1), lambda: delattr(w, "a")):
    try:
        action()
    except AttributeError as error:
        print(error)
print(w.__dict__)
