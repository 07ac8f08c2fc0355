import sys


def inner():
    frame = sys._getframe()
    return frame.f_code.co_name, frame.f_back.f_code.co_name, frame.f_lineno, sys._getframe(1).f_lineno, frame.f_back.f_locals["x"], frame.f_globals is globals()


def outer():
    x = 5
    return inner()


print(outer(), sys._getframe().f_code.co_name, sys._getframe().f_back)
try:
    sys._getframe(100)
except ValueError as error:
    print(error)
