class AppError(Exception):
    code = 0

    def __init__(self, message, *, code=1):
        super().__init__(message)
        self.code = code

    def __str__(self):
        return f"[{self.code}] {self.args[0]}"


class NotFound(AppError, KeyError):
    pass


try:
    raise NotFound("nothing here", code=404)
except KeyError as error:
    print(error, repr(error), error.code, error.args, [c.__name__ for c in type(error).__mro__])
print(str(AppError("x")), repr(AppError("a b", code=2)), isinstance(NotFound("z"), LookupError))
try:
    AppError()
except TypeError as error:
    print(error)
