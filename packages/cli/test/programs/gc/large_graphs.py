import gc

gc.collect()


class Node:
    def __init__(self, n):
        self.n = n
        self.next = self.previous = None


def ring(size):
    nodes = [Node(i) for i in range(size)]
    for a, b in zip(nodes, nodes[1:] + nodes[:1]):
        a.next, b.previous = b, a
    return nodes[0]


kept = ring(1000)
ring(5000)
gc.collect()
n, total = kept, 0
for _ in range(1000):
    total += n.n
    n = n.next
print(total, n is kept, kept.previous.n)
graph = {i: [] for i in range(300)}
for i in graph:
    graph[i].extend([graph, graph[(i * 7) % 300]])
print(len(graph[0]), graph[0][0] is graph)
del graph
gc.collect()
print("done")
