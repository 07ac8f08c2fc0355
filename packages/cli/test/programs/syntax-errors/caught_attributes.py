for source in ("x = = 1", "def f(:\n  pass", "a b", "\n\nif x\n  pass", "x = 'a", "(1,\n2", "\tx = 1\n  y = 2", "f(**a, *b)", "x = yield", "async x", "1 +\n", "import a.b as", "@\nclass C: pass"):
    try:
        compile(source, "test", "exec")
        print(repr(source), "fine")
    except SyntaxError as error:
        print(repr(source), type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset, repr(error.text), error.filename)
