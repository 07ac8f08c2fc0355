import sys


def attempt(*args):
    try:
        sys.exit(*args)
    except SystemExit as error:
        print(repr(error), error.code)


attempt()
attempt(0)
attempt(5)
attempt("text")
attempt(None)
attempt((1, 2))
raise SystemExit(42)
