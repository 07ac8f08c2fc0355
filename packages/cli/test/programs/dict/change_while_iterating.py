d = {"a": 1, "b": 2}
try:
    for key in d:
        d[key + "x"] = 1
except RuntimeError as error:
    print(error)
d = {"a": 1, "b": 2, "c": 3}
try:
    for key in d:
        del d[key]
        d["new" + key] = 1
        print("went on with", key)
except RuntimeError as error:
    print(error)
d = {"a": 1, "b": 2}
for key in d:
    d[key] = 9
print(d)
for key in list(d):
    del d[key]
print(d)
it = iter({1: 1})
print(next(it), next(it, None))
