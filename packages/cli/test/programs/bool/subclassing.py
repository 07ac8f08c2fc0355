print(isinstance(True, int), bool.__mro__, bool.__bases__)
try:

    class Third(bool):
        pass

except TypeError as error:
    print(error)
print(sorted([True, False, 2, -1]), sum([True, True, False]), ["a", "b"][True])
print(bool.__doc__ is not None, True.__class__, True.real, True.numerator)
