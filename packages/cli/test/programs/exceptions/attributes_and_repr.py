for error in (ValueError(), ValueError("a"), ValueError("a", 1), KeyError("k"), KeyError(1, 2), KeyError(), StopIteration(5), SystemExit(3), OSError(2, "No such file"), OSError(2, "No such file", "name.txt"), OSError("just text"), NameError("n", name="x"), AttributeError("m", name="a", obj=5), ImportError("i", name="mod"), Exception(None), Exception((1,))):
    print(repr(error), "|", str(error), "|", error.args)
e = OSError(2, "No such file", "name.txt")
print(type(e), e.errno, e.strerror, e.filename, StopIteration(5).value, SystemExit(3).code, NameError("n", name="x").name, type(OSError(13, "x")), type(OSError(17, "x")), AttributeError("m", name="a", obj=5).obj)
try:
    undefined_name
except NameError as e:
    print(e.name)
try:
    (5).nothing
except AttributeError as e:
    print(e.name, e.obj)
try:
    import no_such_module
except ImportError as e:
    print(e.name, e.path, e.msg)
