# Nested far deeper than any stack: freed without recursion.
a = []
for _ in range(20_000):
    a = [a]
del a
print("list gone")
t = ()
for _ in range(20_000):
    t = (t, 1)
t = None
print("tuple gone")


class Node:
    def __init__(self, next):
        self.next = next


n = None
for _ in range(20_000):
    n = Node(n)
n = None
print("nodes gone")
d = {}
for _ in range(10_000):
    d = {"k": d}
d = None
print("dicts gone")
a = []
for _ in range(20_000):
    a = [a]
try:
    repr(a)
except RecursionError as error:
    print(str(error)[:32])
try:
    a == [[[]]], a == a
    b = []
    for _ in range(20_000):
        b = [b]
    print(a == b)
except RecursionError as error:
    print(str(error)[:32])
