print(..., Ellipsis, type(...), ... is Ellipsis, repr(...))
print(NotImplemented, type(NotImplemented), repr(NotImplemented))


def later():
    ...


print(later(), [...], {...: 1}[...])
try:
    None.x = 1
except AttributeError as error:
    print(error)
