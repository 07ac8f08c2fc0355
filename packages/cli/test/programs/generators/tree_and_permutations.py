def permutations(items):
    if not items:
        yield ()
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1 :]):
            yield x, *rest


print(list(permutations([1, 2, 3])))


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


print(list(Tree(4, Tree(2, Tree(1), Tree(3)), Tree(5))))


def subsets(items):
    if items:
        for s in subsets(items[1:]):
            yield s
            yield [items[0]] + s
    else:
        yield []


print(sorted(subsets([1, 2, 3])), ["".join(p) for p in permutations("abc")])
