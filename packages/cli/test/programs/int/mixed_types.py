print(1 + True, True + True, True * 5, 1 + 2.5, 3 * 1.5, 7 // 2.0, 7 % 2.5, 2**0.5)
print(type(True + 0), type(1 + 1.0), type(2**-1), type(True & True), type(True & 1))
for operator in ("+", "-", "*", "/", "//", "%", "**", "<<", "&", "<"):
    for other in ("'a'", "None", "[]", "1.5"):
        try:
            print(operator, other, eval(f"3 {operator} {other}"))
        except TypeError as error:
            print(error)
