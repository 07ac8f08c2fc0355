# Exceptions: raised and caught near and far, with finally, from built-ins, and try blocks that never raise.


class Refused(Exception):
    def __init__(self, n):
        super().__init__(n)
        self.n = n


def check(n):
    if n % 3 == 0:
        raise Refused(n)
    return n


def deep(n, depth):
    if depth:
        return deep(n, depth - 1)
    return check(n)


def run(rounds):
    caught = total = cleaned = missing = 0
    table = {1: "one"}
    for i in range(rounds):
        try:
            total += check(i)
        except Refused as error:
            caught += error.n & 7
        try:
            total += deep(i, 5)
        except (KeyError, Refused):
            caught += 1
        finally:
            cleaned += 1
        try:
            table[i]
        except KeyError:
            missing += 1
        try:
            total += int("7")
        except ValueError:
            total -= 1
    return caught, total, cleaned, missing


print(run(420_000))
