from collections import deque

d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
print(d, d.pop(), d.popleft(), d, len(d), d[0], d[-1], 2 in d, list(d), bool(deque()))
d.extend("ab")
d.extendleft("xy")
d.rotate(2)
print(d, d.rotate(-1), d, d.count("a"), d.index(1))
d.remove("a")
d.insert(1, "new")
d[0] = "first"
del d[1]
d.reverse()
print(d, deque(range(5), maxlen=3), deque("ab", 2).maxlen, d.copy() == d, deque([1]) + deque([2]), deque([1]) * 2, deque([1, 2]) < deque([1, 3]))
m = deque(maxlen=2)
for i in range(4):
    m.append(i)
print(m)
for call in (lambda: deque().pop(), lambda: deque().popleft(), lambda: deque([1])[5], lambda: deque([1]).remove(2), lambda: deque([1]).index(3), lambda: deque(5), lambda: deque(maxlen=-1), lambda: deque([1, 2], 2).insert(0, 1)):
    try:
        call()
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
try:
    for x in d:
        d.append(1)
except RuntimeError as error:
    print(error)
d.clear()
print(d, list(reversed(deque("abc"))))
