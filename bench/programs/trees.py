# Trees of small objects, made and thrown away: tuples, instances, a search tree.


class Node:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None


def tuples(depth):
    return (tuples(depth - 1), tuples(depth - 1)) if depth else None


def count(tree):
    return 1 + count(tree[0]) + count(tree[1]) if tree else 0


def instances(depth):
    node = Node(depth)
    if depth:
        node.left = instances(depth - 1)
        node.right = instances(depth - 1)
    return node


def total(node):
    result = node.key
    if node.left:
        result += total(node.left)
    if node.right:
        result += total(node.right)
    return result


def insert(root, key):
    while True:
        if key < root.key:
            if root.left is None:
                root.left = Node(key)
                return
            root = root.left
        else:
            if root.right is None:
                root.right = Node(key)
                return
            root = root.right


kept = tuples(15)
made = 0
for depth in range(4, 16):
    for _ in range(2 ** (15 - depth)):
        made += count(tuples(depth)) + total(instances(depth - 1))
print(made, count(kept))

root = Node(750_000)
key = 1
for _ in range(170_000):
    key = key * 16807 % 1_000_003
    insert(root, key)
print(total(root))
