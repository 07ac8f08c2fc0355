from collections import ChainMap, OrderedDict

o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
print(o, list(o), o.popitem(last=False), o.popitem(), o)
o["z"] = 1
o.move_to_end("z", last=False)
print(list(o), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1}, list(reversed(o)))
c = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(c["a"], c["b"], sorted(c), len(c), "b" in c, c.get("z"), c.maps)
c["b"] = 9
child = c.new_child({"n": 0})
print(c.maps, child["n"], child["b"], child.parents == c)
try:
    c["zz"]
except KeyError as error:
    print(error)
