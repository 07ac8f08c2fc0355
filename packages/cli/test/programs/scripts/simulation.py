class Random:
    def __init__(self, seed):
        self.state = seed

    def next(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit


class Walker:
    moves = {"N": (0, 1), "S": (0, -1), "E": (1, 0), "W": (-1, 0)}

    def __init__(self, random):
        self.random, self.x, self.y, self.path = random, 0, 0, []

    def step(self):
        name = "NSEW"[self.random.next(4)]
        dx, dy = self.moves[name]
        self.x, self.y = self.x + dx, self.y + dy
        self.path.append(name)

    def __str__(self):
        return f"({self.x:+d}, {self.y:+d}) after {len(self.path)}"


random = Random(42)
walkers = [Walker(random) for _ in range(4)]
for _ in range(200):
    for w in walkers:
        w.step()
print(*walkers, sep="; ")
print("".join(walkers[0].path[:30]), max(abs(w.x) + abs(w.y) for w in walkers), {d: walkers[1].path.count(d) for d in "NSEW"}, random.state)
