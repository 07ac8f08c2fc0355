for source in ("x = 1", "", "1 +", "1; 2", "pass", "(1", " 1", "1 2", "[x for]"):
    try:
        print(repr(source), eval(source))
    except SyntaxError as error:
        print(repr(source), error)
