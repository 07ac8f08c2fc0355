print(type(5), int, isinstance(True, int), isinstance(5, bool), issubclass(bool, int))
print(int.__name__, int.__mro__, int.__bases__)
try:
    (5).x = 1
except AttributeError as error:
    print(error)
try:
    (5).missing
except AttributeError as error:
    print(error)
try:
    int.x = 1
except TypeError as error:
    print(error)
