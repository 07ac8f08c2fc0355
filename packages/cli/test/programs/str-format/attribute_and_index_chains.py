class Node:
    def __init__(self, value, children=()):
        self.value = value
        self.children = list(children)
        self.data = {"k": value * 2}


tree = Node(1, [Node(2), Node(3, [Node(4)])])
print("{0.value} {0.children[0].value} {0.children[1].children[0].data[k]}".format(tree))
print("{t.data}".format(t=tree), "{0.__class__.__name__}".format(tree), "{0[0][1]}".format([[1, 2]]))
