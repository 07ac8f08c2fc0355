# how built-in functions with names for their arguments word what is missing or too much
import math

def attempt(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except TypeError as e:
        print(f.__name__, len(args), sorted(kwargs), e)

for f in (sum, pow, round, compile, eval, memoryview, math.isclose, math.nextafter, math.prod, int, str, bytes, bytearray, complex, enumerate, property):
    for n in range(7):
        attempt(f, *[object()] * n)
    if f is not enumerate:
        attempt(f, wrong=1)
        attempt(f, object(), wrong=1)
attempt(sum, [1], 2, start=3)
attempt(pow, 1, 2, base=3)
attempt(int, "1", 2, base=3)
attempt(math.isclose, 1, a=2)
attempt(complex, 1, 2, imag=3)


class Odd:
    def __iter__(self):
        raise TypeError("mine")


for container in (Odd(), memoryview(b"a").cast("B", [])):
    try:
        1 in container
    except TypeError as e:
        print(e)
