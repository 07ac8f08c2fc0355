# Loops that take pairs apart: over items, enumerate, zip; what ends them, what breaks them, who still holds the iterator.


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def counted(limit):
    for k in range(limit):
        yield k


table = {"one": 1, "two": 2.5, "three": [3]}
for key, value in table.items():
    print(key, value)
for key, value in {}.items():
    print("never")
else:
    print("nothing")

try:
    for key, value in table.items():
        table[key + key] = value
except RuntimeError as error:
    print(error, len(table))
try:
    for key in table:
        del table[key]
except RuntimeError as error:
    print(error, len(table))

for k, word in enumerate(("a", "bc")):
    print(k, word)
for k, word in enumerate(["a", "bc"], 2**30 - 2):
    print(k, word)
for k, word in enumerate("xyz", 2**62):
    print(k, word)
for k, n in enumerate(counted(3), -1):
    print(k, n)
for k, (a, b) in enumerate(zip("ab", (1, 2))):
    print(k, a, b)
pairs = enumerate([5, 6, 7])
for k, n in pairs:
    print(k, n)
    break
print(next(pairs), list(pairs))

numbers = iter([1, 2, 3, 4])
for a, b in zip(numbers, numbers):
    print(a, b)
numbers = iter([1, 2, 3])
for a, b in zip(numbers, ["x"]):
    print(a, b)
print(list(numbers))
for a, b in zip(counted(3), "ab"):
    print(a, b)
try:
    for a, b in zip([1, 2], "x", strict=True):
        print(a, b)
except ValueError as error:
    print(error)
try:
    for a, b in zip([1, 2]):
        print(a, b)
except ValueError as error:
    print(error)
try:
    for a, b in zip([1], [2], [3]):
        print(a, b)
except ValueError as error:
    print(error)
words = {1: "x", 2: "y"}
try:
    for loud, k in zip([Loud("first"), Loud("second")], words):
        print(loud.name, k)
        words[len(words) + 1] = "z"
except RuntimeError as error:
    print(error)
del loud


class Pairs(enumerate):
    def __next__(self):
        return ("mine", super().__next__())


for a, b in Pairs("pq"):
    print(a, b)

for c, d in ["ab", "cd"]:
    print(c, d)
for c in "caf\xe9":
    print(c, end=" ")
for c in "ab\u20ac":
    print(ascii(c), end=" ")
for c in "abc":
    if c == "b":
        continue
    print(c, end=" ")
print(c)

items = [1, 2, 3]
for item in items:
    if item < 3:
        items.append(item * 10)
print(items)
for items[0] in range(3):
    pass
print(items)
for item in [Loud("third"), Loud("fourth")]:
    print(item.name)
item = None
for n in range(2**30 - 2, 2**30 + 2):
    print(n, end=" ")
print(n)
items = [[0], {"k": 1}]
items[0][0] += 5
items[1]["k"] += 1.5
items[-2][-1] += 1
items[0] += (7,)
print(items)
text = ["a"]
text[0] += "b"
print(text, len(text), len("abc"), len({}), len([Loud("fifth")]))
flags = [[], [0], "", "x", (), (0,), {}, 0.0, None, 3, True]
print([1 if flag else 0 for flag in flags], [flag and 1 for flag in flags if not flag])
