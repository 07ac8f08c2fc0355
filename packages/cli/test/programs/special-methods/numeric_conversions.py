class Temp:
    def __init__(self, v):
        self.v = v

    def __int__(self):
        return int(self.v)

    def __float__(self):
        return float(self.v)

    def __round__(self, n=None):
        return ("round", self.v, n)

    def __trunc__(self):
        return "trunc"

    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __index__(self):
        return 5

    def __bool__(self):
        return self.v > 0


import math

t = Temp(36.6)
print(int(t), float(t), round(t), round(t, 2), math.trunc(t), math.floor(t), math.ceil(t), hex(t), bin(t), range(t), bool(t), bool(Temp(-1)), [1] * t, "abcdef"[t:], chr(Temp(0)))
print(math.sqrt(Temp(4)), "%d" % t, "%.1f" % t, divmod(7, 2), oct(t), bytes(t), "x" * Temp(1))
