def attempt(template, values):
    try:
        print(template % values)
    except Exception as error:
        print(repr(template), "->", type(error).__name__ + ":", error)


attempt("%d", "a")
attempt("%s %s", "a")
attempt("%s", ("a", "b"))
attempt("%", 1)
attempt("%q", 1)
attempt("%(a)s", 1)
attempt("%(a)s", {"b": 1})
attempt("%x", 1.5)
attempt("%c", "ab")
attempt("%c", 0x110000)
attempt("%f", "x")
attempt("%d", None)
attempt("%(a", {"a": 1})
attempt("plain", 5)
attempt("%*d", ("a", 1))
attempt("%c", 1.5)
attempt("%i", [1])
