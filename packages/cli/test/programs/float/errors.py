values = [1]
for expression in ("1.0 / 0", "1.0 // 0", "1.0 % 0", "divmod(1.0, 0)", "1 / 0.0", "1.5 & 1", "1.5 << 1", "~1.5", "1.5 + 'a'", "1.5 + None", "int(1e400)", "1.5 < 'a'", "'a' * 1.5", "values[1.0]", "range(1.5)"):
    try:
        print(eval(expression))
    except Exception as error:
        print(expression, "->", type(error).__name__ + ":", error)
