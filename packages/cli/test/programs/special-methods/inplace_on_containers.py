class Log(list):
    def __iadd__(self, other):
        print("iadd", other)
        super().append(other)
        return self


log = Log()
alias = log
log += "abc"
log += 5
print(log, alias is log)
t = ([1],)
try:
    t[0] += [2]
except TypeError as error:
    print(error, t)
d = {"a": [1]}
d["a"] += [2]
d["a"] *= 2
print(d)


class Holder:
    items = ()


h = Holder()
h.items += (1,)
print(h.items, Holder.items, h.__dict__)
i = [0, 1]


def index():
    print("index once")
    return 0


i[index()] += 10
print(i)
