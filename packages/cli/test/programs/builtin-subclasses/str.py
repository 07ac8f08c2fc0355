class Name(str):
    def shout(self):
        return self.upper() + "!"

    def __len__(self):
        return 99


n = Name("ada")
n.extra = 1
print(n, n.shout(), len(n), n == "ada", hash(n) == hash("ada"), {"ada": 1}[n], n + "x", type(n + "x"), type(n.upper()), n[0], n * 2, "ad" in n, f"{n:>5}", n.extra, isinstance(n, str), repr(n), "-".join([n, n]))
print(type(str(n)), type(Name(n)), Name(5), Name(), n.__class__.__name__, "%s" % n, n.title(), sorted([Name("b"), "a"]))
