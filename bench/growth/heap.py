# Makes so many objects that refer to each other, collects, and drops them. Prints seconds.

import gc
import sys
import time

COUNT = int(sys.argv[1])


class Node:
    def __init__(self, next):
        self.next = next
        self.values = [next]


started = time.perf_counter()
head = None
for i in range(COUNT // 3):
    head = Node(head)
made = time.perf_counter()
gc.collect()
collected = time.perf_counter()
head = None
dropped = time.perf_counter()
print("make", made - started)
print("collect", collected - made)
print("drop", dropped - collected)
