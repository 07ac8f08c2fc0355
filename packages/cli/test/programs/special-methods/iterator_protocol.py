class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Countdown(3)), sum(Countdown(4)), max(Countdown(3)), 2 in Countdown(5), [*Countdown(2)], dict(enumerate(Countdown(2))))
c = Countdown(5)
for x in c:
    if x == 3:
        break
print(list(c), list(c), next(c, "empty"))


class BadIter:
    def __iter__(self):
        return 5


class NoNext:
    def __iter__(self):
        return object()


class Raises:
    def __iter__(self):
        raise ValueError("in iter")


for make in (BadIter, NoNext, Raises):
    try:
        for x in make():
            pass
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
