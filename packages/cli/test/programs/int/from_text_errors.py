def attempt(*args):
    try:
        print(int(*args))
    except Exception as error:
        print(type(error).__name__, error)


for text in ("", " ", "1.5", "abc", "1__0", "_1", "1_", "0x10", "- 1", "1 2", "--1"):
    attempt(text)
attempt("12", 2)
attempt("8", 8)
attempt("010", 0)
attempt("1", 37)
attempt("1", 1)
attempt("1", -2)
attempt(5, 10)
attempt(None)
attempt([])
attempt(float("nan"))
attempt(float("inf"))
attempt(b"\xff")
attempt("1\n2")
