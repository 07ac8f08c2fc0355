for value, spec in ((5, "q"), (5, "5.2"), (5, ".3d"), (5, "s"), (5.0, "d"), (5.0, "x"), (5.0, "s"), ("a", "f"), (5, ",x"), (5, ",_"), (5, "__"), (5, "<<<"), (5, "10000000000000000000000"), (-1, "c"), (5, "+c"), (5, "#c"), (None, "5"), ([], "x"), (1.5, ",n"), (5, "z"), (5, "_c")):
    try:
        print(repr(format(value, spec)))
    except Exception as error:
        print(repr(value), repr(spec), type(error).__name__, error)
