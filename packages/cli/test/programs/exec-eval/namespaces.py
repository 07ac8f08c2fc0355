code = compile("result = value * 2", "<code>", "exec")
for value in (1, "ab", [3]):
    space = {"value": value}
    exec(code, space)
    print(space["result"])


class Names(dict):
    def __missing__(self, name):
        print("missing", name)
        return len(name)


print(eval("abc + de", {}, Names()))
space = {"__builtins__": {"len": lambda x: "my len"}}
print(eval("len([])", space))
try:
    eval("print(1)", space)
except NameError as error:
    print(error)
counter = {"n": 0}
for _ in range(3):
    exec("n += 1", counter)
print(counter["n"])
