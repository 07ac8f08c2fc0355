def count(n):
    print("start")
    for i in range(n):
        yield i
    print("end")
    return "result"


g = count(2)
print(type(g), next(g), next(g))
try:
    next(g)
except StopIteration as error:
    print("stopped with", error.value, error.args)
try:
    next(g)
except StopIteration as error:
    print("again", error.value)
print(list(count(3)), sum(count(2)), next(count(0), "default"), iter(g) is g, g.__name__, count(1).__qualname__)
def empty():
    return
    yield


print(list(empty()))
