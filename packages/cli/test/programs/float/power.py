print(2.0**3, 2.0**-1, 0.0**0, 4**0.5, (-8.0) ** 3, 1.0 ** float("nan"), float("nan") ** 0)
print(2.0**1023, float("inf") ** -1, 0.0**2, 9**-0.5)
for expression in ("0.0**-1", "2.0**10000", "(-0.0)**-3", "1e200**2"):
    try:
        print(expression, eval(expression))
    except ArithmeticError as error:
        print(expression, type(error).__name__, error)
