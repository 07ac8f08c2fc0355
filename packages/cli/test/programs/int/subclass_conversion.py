class Index:
    def __index__(self):
        return 42


class Whole:
    def __int__(self):
        return 7


class Wrong:
    def __int__(self):
        return "7"


print(int(Index()), int(Whole()), hex(Index()), [0] * 2, list(range(50))[Index()])
for make in (Wrong, object):
    try:
        int(make())
    except TypeError as error:
        print(error)
try:
    hex(Whole())
except TypeError as error:
    print(error)
