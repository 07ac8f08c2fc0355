# A fresh thread runs calls, loops and list work in short slices of equal work. Prints the milliseconds from
# its start until the first slice at 80 % of steady speed; steady is the median of the last third.

import time
from threading import Thread

SLICES = 1500
marks = []


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


class Cell:
    def __init__(self, value):
        self.value = value

    def add(self, n):
        self.value += n


def work():
    total = 0
    for i in range(150):
        total += i * 3 % 7
    cell = Cell(0)
    for i in [x for x in range(40)]:
        cell.add(i)
    table = {n: n * 1.5 for n in range(20)}
    return total + cell.value + len(table) + fib(8)


def run():
    marks.append(time.perf_counter())
    for _ in range(SLICES):
        work()
        marks.append(time.perf_counter())


started = time.perf_counter()
thread = Thread(target=run)
thread.start()
thread.join()
slices = [after - before for before, after in zip(marks, marks[1:])]
steady = sorted(slices[-SLICES // 3 :])[SLICES // 6]
for at, length in zip(marks[1:], slices):
    if length <= steady / 0.8:
        break
print("milliseconds", (at - marks[0]) * 1000)
print("before_first_instruction", (marks[0] - started) * 1000)
print("steady_microseconds", steady * 1e6)
