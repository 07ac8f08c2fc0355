class Money:
    def __init__(self, amount):
        self.amount = amount

    def __format__(self, spec):
        if spec == "short":
            return f"{self.amount}E"
        return f"<{self.amount:{spec or '.2f'}}>"


class Bad:
    def __format__(self, spec):
        return 5


print(f"{Money(5)} {Money(5):short} {Money(3.14159):.1f}", format(Money(7), "06.1f"), "{:short}".format(Money(9)))
try:
    format(Bad(), "x")
except TypeError as error:
    print(error)
try:
    format(object(), "x")
except TypeError as error:
    print(error)
try:
    format(5, 5)
except TypeError as error:
    print(error)
