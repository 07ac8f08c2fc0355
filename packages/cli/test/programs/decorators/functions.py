def loud(function):
    print("decorating", function.__name__)

    def wrapper(*args, **kwargs):
        print("before", args, kwargs)
        result = function(*args, **kwargs)
        print("after", result)
        return result

    return wrapper


@loud
def add(a, b=1):
    return a + b


print(add(1), add(2, b=3), add.__name__)
