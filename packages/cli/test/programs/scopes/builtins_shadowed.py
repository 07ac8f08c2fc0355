import builtins

print(builtins.len is len, "print" in dir(builtins))
sum = "shadowed"
print(sum)
del sum
print(sum([1, 2]))
builtins.invented = lambda: "from builtins"
print(invented())
del builtins.invented
try:
    invented
except NameError as error:
    print(error)


def f():
    global max
    max = min


f()
print(max(1, 2))
del max
print(max(1, 2), __builtins__ is builtins)
