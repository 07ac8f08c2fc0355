def attempt(code):
    try:
        exec(code)
    except Exception as error:
        print(code, "->", type(error).__name__ + ":", error)


attempt("a, b = 1, 2, 3")
attempt("a, b = [1]")
attempt("a, b, c = 'ab'")
attempt("a, *b, c = [1]")
attempt("a, b = 5")
attempt("a, b = None")
attempt("() = [1]")
attempt("a, b = range(3)")
attempt("a, b = {1: 2}")
attempt("a, (b, c) = 1, 2")
attempt("for a, b in [(1, 2, 3)]: pass")
attempt("print(*5)")
attempt("print(**{1: 2})")
attempt("[*None]")
attempt("{**5}")
attempt("a, b = (x for x in 'abc')")
