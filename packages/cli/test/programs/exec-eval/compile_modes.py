code = compile("1 + 1\n", "name.py", "exec")
print(code.co_filename, code.co_name, exec(code), eval(code), type(code))
exec(compile("1 + 1\n", "s", "single"))
exec(compile("x = 5\n", "s", "single"))
exec(compile("x", "s", "single"))
exec(compile("None", "s", "single"))
exec(compile("for i in range(2): i\n", "s", "single"))
print(eval(compile("x * 2", "e", "eval")))
for args in (("x", "f", "wrong"), ("x = 1", "f", "eval"), ("1\n2\n", "f", "single"), (5, "f", "exec")):
    try:
        compile(*args)
    except Exception as error:
        print(type(error).__name__, error)
