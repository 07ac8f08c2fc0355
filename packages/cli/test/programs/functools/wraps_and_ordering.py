from functools import cached_property, cmp_to_key, total_ordering, wraps


def deco(f):
    @wraps(f)
    def wrapper(*args):
        """wrapper doc"""
        return f(*args)

    return wrapper


@deco
def hello(x):
    """hello doc"""
    return x


print(hello.__name__, hello.__doc__, hello.__wrapped__(5), hello(6), hello.__qualname__)


@total_ordering
class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


print(V(1) <= V(2), V(2) > V(1), V(2) >= V(2), V(1) > V(2))
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), sorted("bac", key=cmp_to_key(lambda a, b: (a > b) - (a < b))))


class Data:
    @cached_property
    def value(self):
        print("computed")
        return 42


d = Data()
print(d.value, d.value, d.__dict__)
