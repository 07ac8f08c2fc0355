print(10**40 / 10**38, (10**40 + 1) / 10**40, 1 / 10**300, 2**1000 / 2**999)
print((2**53 + 1) / 1, (2**54 + 3) / 2, 10**18 / 3, -(10**25) / 7)
for expression in ("10**400 / 3", "10**400 / 10**90", "3 / 10**400", "float(10**400)", "10**400 * 1.0"):
    try:
        print(expression, eval(expression))
    except OverflowError as error:
        print(expression, "->", error)
