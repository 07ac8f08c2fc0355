def f(a, b):
    return (a + 1) * (b / 0) - len("x")


x = {"a": [1, 2, 3]}
try:
    f(1, 2)
except ZeroDivisionError:
    print("caught")
result = x["a"][0] + x["a"][1] + f(x["a"][1], x["a"][2]) * 3
