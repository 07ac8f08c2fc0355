for expression in ("1 / 0", "1 // 0", "1 % 0", "divmod(1, 0)", "10**30 // 0", "10**30 / 0", "10**30 % 0", "0**-1", "True / False"):
    try:
        print(eval(expression))
    except ZeroDivisionError as error:
        print(expression, "->", error)
