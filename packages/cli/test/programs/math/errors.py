import math


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: math.sqrt(-1))
attempt(lambda: math.log(0))
attempt(lambda: math.log(-1))
attempt(lambda: math.factorial(-1))
attempt(lambda: math.factorial(2.5))
attempt(lambda: math.exp(1000))
attempt(lambda: math.acos(2))
attempt(lambda: math.floor("a"))
attempt(lambda: math.floor(math.inf))
attempt(lambda: math.ceil(math.nan))
attempt(lambda: math.sqrt("4"))
attempt(lambda: math.gcd(1.5))
attempt(lambda: math.isqrt(-1))
attempt(lambda: math.comb(-1, 2))
attempt(lambda: math.pow(-8, 1 / 3))
attempt(lambda: math.pow(0, -1))
attempt(lambda: math.fmod(1, 0))
attempt(lambda: math.sin(math.inf))
attempt(lambda: math.atan2(1))
attempt(lambda: math.sqrt())
attempt(lambda: math.sqrt(1, 2))
attempt(lambda: math.sqrt(x=1))
attempt(lambda: math.dist((1,), (1, 2)))
attempt(lambda: math.pi())
attempt(lambda: math.ldexp(1, 5000))
attempt(lambda: math.log(10, 1))
attempt(lambda: math.hypot("a"))
