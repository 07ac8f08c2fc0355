code = compile("x = 1\ny = x + None\n", "invented.py", "exec")
exec(code)
