class Proxy:
    def __init__(self, target):
        self.target = target

    def __getattr__(self, name):
        print("getattr", name)
        if name.startswith("x"):
            raise AttributeError(f"no {name}")
        return getattr(self.target, name)


p = Proxy([3, 1, 2])
p.append(5)
print(p.target, p.count(3), hasattr(p, "sort"), hasattr(p, "xyz"), getattr(p, "xa", "default"))
try:
    p.xyz
except AttributeError as error:
    print(error)
try:
    p.nothing
except AttributeError as error:
    print(error)
try:
    len(p)
except TypeError as error:
    print(error)
