class Tree:
    def __init__(self):
        self.root = None
        self.size = 0

    def add(self, key, value=None):
        if self.root is None:
            self.root = [key, value, None, None]
        else:
            node = self.root
            while True:
                if key == node[0]:
                    node[1] = value
                    return
                side = 2 if key < node[0] else 3
                if node[side] is None:
                    node[side] = [key, value, None, None]
                    break
                node = node[side]
        self.size += 1

    def walk(self, node="root"):
        node = self.root if node == "root" else node
        if node is not None:
            yield from self.walk(node[2])
            yield node[0], node[1]
            yield from self.walk(node[3])

    def depth(self, node="root"):
        node = self.root if node == "root" else node
        return 0 if node is None else 1 + max(self.depth(node[2]), self.depth(node[3]))


t = Tree()
for i, key in enumerate([50, 30, 70, 20, 40, 60, 80, 30, 10]):
    t.add(key, i)
print(list(t.walk()), t.size, t.depth())
words = Tree()
for w in "the quick brown fox jumps over the lazy dog".split():
    words.add(w, len(w))
print([w for w, _ in words.walk()], words.depth())
