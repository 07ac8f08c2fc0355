class Default(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("{a} and {b}".format_map(Default(a=1)), "{x[0]}".format_map({"x": [9]}))
try:
    "{a}".format_map({})
except KeyError as error:
    print(repr(error))
try:
    "{}".format_map({"a": 1})
except ValueError as error:
    print(error)
