class Half:
    def __float__(self):
        return 0.5


class Index:
    def __index__(self):
        return 3


class Wrong:
    def __float__(self):
        return "no"


print(float(Half()), float(Index()))
try:
    float(Wrong())
except TypeError as error:
    print(error)
import math

print(math.sqrt(Index()), math.floor(Half()))
