import sys
import math, time
import math as m
from math import pi, sqrt as root

print(m is math, root(16), pi == math.pi, "math" in sys.modules, sys.modules["math"] is math, type(math), math.__name__, sys.modules["__main__"].pi == pi)
print(__import__("math") is math, math.__doc__ is not None)


def local():
    import random
    from itertools import count
    return random.__name__, next(count(3))


print(local(), "random" in globals())
math.extra = 5
import math as again

print(again.extra)
try:
    import math.floor
except ImportError as error:
    print(error)
try:
    from math import nothing
except ImportError as error:
    print(str(error).split(" (")[0])
