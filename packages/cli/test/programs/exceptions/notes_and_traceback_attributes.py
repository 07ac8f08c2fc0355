e = ValueError("v")
print(e.__traceback__, e.__context__, e.__cause__, hasattr(e, "__notes__"))
e.add_note("first")
e.add_note("second")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as error:
    print(error)


def f():
    raise e


try:
    f()
except ValueError as caught:
    tb = caught.__traceback__
    print(tb.tb_lineno, tb.tb_next.tb_lineno, tb.tb_next.tb_next, tb.tb_frame.f_code.co_name, tb.tb_next.tb_frame.f_code.co_name, type(tb))
print(e.with_traceback(None) is e, e.__traceback__)
e.custom = 1
print(e.__dict__)
try:
    e.args = 5
except TypeError as error:
    print(error)
e.args = ("new", "args")
print(e, repr(e))
