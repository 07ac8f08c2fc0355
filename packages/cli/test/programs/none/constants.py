for name in ("None", "True", "False"):
    try:
        compile(f"{name} = 1", "x", "exec")
    except SyntaxError as error:
        print(error.msg)
print(__debug__, __name__)
print(type(None)(), type(...)() is ..., type(NotImplemented)() is NotImplemented)
try:
    type(None)(1)
except TypeError as error:
    print(error)
