# CPython adds a suggestion only when the error is printed; the text of the exception stays as it is.
import sys


class C:
    colour = 1


value = 5
for expression in ("C.color", "C().colr", "vale", "prnt(1)", "[].apend(1)", "import_", "sys.vesion"):
    try:
        eval(expression)
    except Exception as error:
        print(expression, "->", error)
