def checked(function):
    def wrapper(*args):
        if not args:
            raise TypeError("no arguments")
        return function(*args)

    return wrapper


@checked
def f(*args):
    return args


print(f(1))
print(f())
