# An object whose hash changes while it is in a set or dict: it is found by hash first, then by identity.
class Key:
    def __init__(self, h):
        self.h = h

    def __hash__(self):
        return self.h


for first, then in ((1, 1 << 40 | 1), (3, 3 + 8 * 1024), (5, 6)):
    key = Key(first)
    s = {key}
    d = {key: 1}
    key.h = then
    print(key in s, key in d, len(s), len(d))
    s.add(key)
    d[key] = 2
    print(len(s), len(d), list(d.values()))
    key.h = first
    print(key in s, key in d, d[key])
    s.discard(key)
    print(len(s))


class Box:
    pass


# Attributes that were deleted and are set again come last.
for _ in range(3):
    box = Box()
    box.a = 1
    box.b = 2
    del box.a
    box.a = 3
    print(vars(box))
    box.b = 4
    print(vars(box))
