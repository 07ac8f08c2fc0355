g = ExceptionGroup("several", [ValueError("a"), TypeError("b")])
print(repr(g), g.message, g.exceptions, str(g), isinstance(g, Exception), isinstance(g, BaseExceptionGroup))
for args in (("m", []), ("m", [5]), (5, [ValueError()]), ("m",)):
    try:
        ExceptionGroup(*args)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(g.subgroup(ValueError), g.subgroup(KeyError), g.split(ValueError))
