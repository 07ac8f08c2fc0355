from itertools import chain, islice, takewhile, groupby, tee


def noisy(name, n):
    for i in range(n):
        print(name, i, end="; ")
        yield i


print(list(islice(noisy("a", 10), 2)))
it = noisy("b", 5)
print(list(takewhile(lambda x: x < 2, it)), next(it))
for x in chain(noisy("c", 2), noisy("d", 1)):
    print("got", x)
a, b = tee(noisy("e", 2))
print(next(a), next(b), next(b), next(a))
for key, group in groupby(noisy("f", 4), key=lambda x: x // 2):
    print("key", key)
print()
