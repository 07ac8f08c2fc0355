# `s += t` grows a string where it lies when nobody else has it: locals, names of a module, globals, attributes. Whoever has it keeps what he has.
class Box:
    pass


class Slotted:
    __slots__ = ("text",)


class Watched:
    def __init__(self):
        self.log = []

    @property
    def text(self):
        return "".join(self.log)

    @text.setter
    def text(self, value):
        self.log = [value]


def local(n):
    s = ""
    kept = []
    for i in range(n):
        s += str(i % 10)
        if i % 100 == 0:
            kept.append(s)
    return len(s), [len(k) for k in kept], s[-12:], hash(s) == hash("".join(str(i % 10) for i in range(n)))


print(local(1000))

s = ""
seen = {}
for i in range(1000):
    s += "ab"
    if i % 200 == 0:
        seen[s] = i
    if i == 500:
        other = s
print(len(s), len(other), s[:6], other[-3:], [(len(k), v) for k, v in seen.items()], other in s)


def add_global(n):
    global s
    for i in range(n):
        before = s if i == 7 else None
        s += "é"
        if before is not None:
            print(len(before), before.isascii(), len(s), s.isascii())


add_global(20)
print(len(s), s[-3:])
s += "\u0416\U0001f40d"
print(len(s), s[-3:])

for make in (Box, Slotted, Watched):
    box = make()
    box.text = ""
    copies = []
    for i in range(300):
        box.text += "xyz"[i % 3]
        if i % 64 == 0:
            copies.append(box.text)
    print(make.__name__, len(box.text), [len(c) for c in copies], box.text[-4:], copies[1][-2:])

a = Box()
b = Box()
a.t = b.t = "start" * 60
for i in range(50):
    a.t += "."
print(len(a.t), len(b.t), b.t[-5:])
a.__dict__["t"] += "!"
a.t += "?"
print(a.t[-3:], sorted(vars(a)))

text = "line\n" * 60
alias = text
text += text
print(len(text), len(alias))
text += text
print(len(text), len(alias), text == alias * 4)


class Namespace:
    body = ""
    for n in range(300):
        body += "q"


print(len(Namespace.body))
scope = {"t": ""}
exec("for i in range(300):\n    t += 'w'\n", scope)
print(len(scope["t"]))
