class Node:
    alive = 0

    def __init__(self):
        Node.alive += 1
        self.me = self

    def __del__(self):
        Node.alive -= 1


for _ in range(60_000):
    Node()
print(Node.alive < 50_000)
import gc

gc.collect()
print(Node.alive)
