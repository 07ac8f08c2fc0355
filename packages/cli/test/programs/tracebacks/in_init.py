class Node:
    def __init__(self, value):
        self.value = int(value)


class Tree:
    def __init__(self, *values):
        self.nodes = [Node(v) for v in values]


Tree("1", "2")
Tree("1", "two")
