s = {1, 2, 3}
try:
    for x in s:
        s.add(x + 10)
except RuntimeError as error:
    print(error)
s = {1, 2, 3}
try:
    for x in s:
        s.remove(x)
except RuntimeError as error:
    print(error)
it = iter({7})
print(next(it), next(it, "end"), it.__length_hint__())
for x in list({1, 2}):
    print(x)
