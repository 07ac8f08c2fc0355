# A program may make any number of code objects in its life: what each needs in a thread goes with it.
source = "x = 1\n" * 8000
code = compile(source, "<many>", "exec")
names = set()
for n in range(300):
    copy = code.replace(co_name=f"copy {n}")
    scope = {}
    exec(copy, scope)
    names.add(copy.co_name)
    assert scope["x"] == 1
print(len(names), len(code.co_code) > 16000)
total = 0
for n in range(2000):
    total += eval(f"{n} + 1")
print(total)
