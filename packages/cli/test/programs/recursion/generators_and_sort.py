def chain(n):
    if n:
        yield n
        yield from chain(n - 1)


print(sum(chain(200)))


def walk(tree):
    return sum(map(walk, tree)) if isinstance(tree, list) else tree


deep = 1
for _ in range(100):
    deep = [deep, 1]
print(walk(deep))


def by_key(n):
    return sorted([n, n - 1], key=lambda x: x if n < 1 else by_key(n - 1)[0])


print(by_key(3))
try:

    def forever(x):
        return max([x], key=forever)

    forever(1)
except RecursionError:
    print("RecursionError in key")
