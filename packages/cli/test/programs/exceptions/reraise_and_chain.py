def low():
    raise ValueError("low")


def middle():
    try:
        low()
    except ValueError as error:
        raise KeyError("middle") from error


try:
    middle()
except KeyError as error:
    print(repr(error), repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
try:
    try:
        low()
    except ValueError:
        {}["x"]
except KeyError as error:
    print(repr(error), repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
try:
    try:
        low()
    except ValueError:
        raise RuntimeError("hidden") from None
except RuntimeError as error:
    print(repr(error), error.__cause__, repr(error.__context__), error.__suppress_context__)
try:
    try:
        low()
    except ValueError as e:
        print("again")
        raise
except ValueError as error:
    print(error, error.__context__)
