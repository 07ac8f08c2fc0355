import random

random.seed(42)
print(random.random(), random.random(), random.randint(1, 100), random.randrange(10), random.randrange(5, 50, 5), random.choice("abcdef"), random.uniform(1, 2))
items = list(range(10))
random.shuffle(items)
print(items, random.sample(range(100), 5), random.choices("abc", k=5), random.getrandbits(40), random.getrandbits(100))
print(random.gauss(0, 1), random.expovariate(1.5), random.triangular(0, 1, 0.5), random.betavariate(1, 2), random.normalvariate(0, 1))
random.seed("text")
print(random.random())
random.seed(2**70)
print(random.random(), random.randbytes(3))
random.seed(1.5)
print(random.random(), random.choices([1, 2, 3], weights=[1, 1, 8], k=6), random.randrange(10**20))
