print({1, 2, 3}, set(), {1, 1, 2}, set([3, 1, 2]), set("aab") == {"a", "b"}, len({1, 2}), 1 in {1}, bool(set()), {1, 2} == {2, 1}, type({1}))
s = {5, 3}
s.add(4)
s.add(5)
print(s, s.add(1), sorted(s))
s.remove(3)
s.discard(99)
print(sorted(s), {(1, 2), 3}, {1, 1.0, True}, {None}, {frozenset({1})}, set(range(5)), {*[1, 2], *"a"} == {1, 2, "a"})
