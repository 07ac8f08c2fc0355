d = {"a": 1}
print(dict.get(d, "a"), d.__getitem__("a"), d.__contains__("b"), d.__len__(), d.__eq__({"a": 1}), d.__or__({"b": 2}), d.__repr__())
d.__setitem__("z", 5)
d.__delitem__("a")
print(d, list(map(d.get, ["z", "q"])), list(d.__iter__()), type(d.__iter__()), max({"b": 1, "a": 9}, key={"b": 1, "a": 9}.get))
print(isinstance(d, dict), dict.__name__, sorted({"b": 1, "a": 2}.items(), key=lambda item: item[1]), any({0: 1}), all({0: 1}))
