def attempt(function):
    try:
        try:
            function()
        except Exception as e:
            print("Exception", repr(e))
    except BaseException as e:
        print("BaseException", repr(e))


def f(error):
    raise error


attempt(lambda: f(KeyboardInterrupt("k")))
attempt(lambda: f(SystemExit(5)))
attempt(lambda: f(GeneratorExit()))
attempt(lambda: f(ValueError("v")))
attempt(lambda: f(StopIteration(1)))
attempt(exit)


class Own(BaseException):
    pass


attempt(lambda: f(Own("own")))
try:
    f(Own())
except:
    print("bare except")
