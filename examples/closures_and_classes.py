# No threads here: a short walk through the language, to show that this is Python.
#
# What to look for: functions that remember, a decorator, a class with a property
# and operators, inheritance with super(), a generator that is sent values, and an
# exception with its cause.
#
#   gilscope run examples/closures_and_classes.py
#   gilscope dis examples/closures_and_classes.py      the bytecode that runs


def make_counter(start=0):
    """A closure: `count` lives on after make_counter has returned."""
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


def traced(function):
    """A decorator that prints each call."""

    def wrapper(*args, **kwargs):
        result = function(*args, **kwargs)
        shown = [repr(arg) for arg in args] + [f"{key}={value!r}" for key, value in kwargs.items()]
        print(f"{function.__name__}({', '.join(shown)}) -> {result!r}")
        return result

    return wrapper


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"

    @property
    def length(self):
        return (self.x**2 + self.y**2) ** 0.5


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError(f"{self.owner} has only {self.balance}")
        self.balance -= amount
        return self.balance


class Savings(Account):
    def withdraw(self, amount):
        try:
            return super().withdraw(amount)
        except ValueError as error:
            raise PermissionError("no overdraft on savings") from error


def running_average():
    """A generator: send it numbers, it answers with the average so far."""
    total = count = 0
    average = None
    while True:
        total += yield average
        count += 1
        average = total / count


@traced
def greet(name, *, mark="!"):
    return f"Hello, {name}{mark}"


print("closures")
first, second = make_counter(), make_counter(100)
print(first(), first(), second(5), first())

print("decorator")
greet("world")
greet("threads", mark="?")

print("classes")
v = Vector(3, 4)
print(v, v + Vector(1, 1), v * 2, v.length, v == Vector(3, 4))

print("generator")
averages = running_average()
next(averages)
print([averages.send(number) for number in (10, 20, 60)])

print("exceptions")
savings = Savings("Ada", 50)
print(savings.withdraw(20))
try:
    savings.withdraw(100)
except PermissionError as error:
    print(f"{type(error).__name__}: {error}; because {error.__cause__}")

print("comprehension")
print({n: [d for d in range(1, n + 1) if n % d == 0] for n in range(6, 11)})
