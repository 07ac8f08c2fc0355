def attempt(function):
    try:
        function()
    except BaseException as error:
        print(type(error).__name__, error, error.args)


def bare():
    raise


def not_exception():
    raise 5


def text():
    raise "text"


def a_class():
    raise ValueError


def with_arguments():
    raise ValueError("a", 1, None)


def bad_cause():
    raise ValueError("x") from 5


def class_cause():
    try:
        raise ValueError from KeyError
    except ValueError as e:
        print(repr(e.__cause__))


def other_class():
    raise int


class Strange(Exception):
    def __new__(cls):
        return 5


def strange():
    raise Strange


for function in (bare, not_exception, text, a_class, with_arguments, bad_cause, class_cause, other_class, strange, lambda: (_ for _ in ()).throw(OSError(2, "no file"))):
    attempt(function)
