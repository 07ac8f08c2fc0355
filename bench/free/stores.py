"""Four loops of stores, each timed on its own: list, dict, attribute, global. One thread."""
import time


class Holder:
    pass


def store_list(n):
    items = [0] * 64
    for i in range(n):
        items[i & 63] = i


def store_dict(n):
    table = dict.fromkeys(range(64), 0)
    for i in range(n):
        table[i & 63] = i


def store_attribute(n):
    holder = Holder()
    holder.value = 0
    for i in range(n):
        holder.value = i


def store_global(n):
    global value
    for i in range(n):
        value = i


for work in (store_list, store_dict, store_attribute, store_global):
    work(200_000)
    started = time.perf_counter()
    work(2_000_000)
    print(work.__name__, time.perf_counter() - started)
