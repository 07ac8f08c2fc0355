GRAPH = {"A": {"B": 4, "C": 2}, "B": {"C": 5, "D": 10}, "C": {"E": 3}, "D": {"F": 11}, "E": {"D": 4}, "F": {}}


def dijkstra(graph, start):
    distance, previous, todo = {start: 0}, {}, {start}
    while todo:
        node = min(todo, key=lambda n: (distance[n], n))
        todo.remove(node)
        for neighbour, weight in graph[node].items():
            d = distance[node] + weight
            if d < distance.get(neighbour, float("inf")):
                distance[neighbour], previous[neighbour] = d, node
                todo.add(neighbour)
    return distance, previous


def path(previous, end):
    out = [end]
    while out[-1] in previous:
        out.append(previous[out[-1]])
    return "".join(reversed(out))


distance, previous = dijkstra(GRAPH, "A")
print(distance, [path(previous, n) for n in sorted(GRAPH)])


def topological(graph):
    done, order = set(), []

    def visit(node):
        if node not in done:
            done.add(node)
            for n in sorted(graph[node]):
                visit(n)
            order.append(node)

    for node in sorted(graph):
        visit(node)
    return order[::-1]


def breadth_first(graph, start):
    seen, queue = [start], [start]
    for node in queue:
        for n in graph[node]:
            if n not in seen:
                seen.append(n)
                queue.append(n)
    return seen


print(topological(GRAPH), breadth_first(GRAPH, "A"))
