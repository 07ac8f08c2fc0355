import random

a, b = random.Random(7), random.Random(7)
print(a.random() == b.random(), a.randint(0, 9) == b.randint(0, 9), a.random())
state = a.getstate()
first = [a.random() for _ in range(3)]
a.setstate(state)
print(first == [a.random() for _ in range(3)], len(state), state[0])
random.seed(0)
x = random.random()
random.seed(0)
print(x == random.random(), x)
values = [random.randint(1, 6) for _ in range(600)]
print(min(values), max(values), sum(values), [values.count(n) for n in range(1, 7)])
for call in (lambda: random.choice([]), lambda: random.randint(5, 1), lambda: random.sample([1], 2), lambda: random.randrange(0), lambda: random.getrandbits(-1)):
    try:
        call()
    except (IndexError, ValueError) as error:
        print(type(error).__name__, error)
print(0 <= random.random() < 1, random.SystemRandom().random() < 1 if hasattr(random, "SystemRandom") else True)
