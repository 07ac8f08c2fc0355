# Sorting: the built-in with and without a key, and three sorts written out.


def random_numbers(count, seed):
    numbers = []
    for _ in range(count):
        seed = (seed * 69069 + 1) % 4294967296
        numbers.append(seed >> 8)
    return numbers


def quicksort(items):
    if len(items) <= 1:
        return items
    pivot = items[len(items) // 2]
    return (
        quicksort([item for item in items if item < pivot])
        + [item for item in items if item == pivot]
        + quicksort([item for item in items if item > pivot])
    )


def insertion_sort(items):
    for i in range(1, len(items)):
        item = items[i]
        j = i - 1
        while j >= 0 and items[j] > item:
            items[j + 1] = items[j]
            j -= 1
        items[j + 1] = item
    return items


def heapsort(items):
    heap = []
    for item in items:
        heap.append(item)
        child = len(heap) - 1
        while child and heap[child] < heap[parent := (child - 1) // 2]:
            heap[child], heap[parent] = heap[parent], heap[child]
            child = parent
    out = []
    while heap:
        out.append(heap[0])
        last = heap.pop()
        if heap:
            heap[0] = last
            parent = 0
            while (child := 2 * parent + 1) < len(heap):
                if child + 1 < len(heap) and heap[child + 1] < heap[child]:
                    child += 1
                if heap[parent] <= heap[child]:
                    break
                heap[parent], heap[child] = heap[child], heap[parent]
                parent = child
    return out


numbers = random_numbers(160_000, 42)
answer = sorted(numbers)
print(quicksort(numbers) == answer)
print(insertion_sort(numbers[:1600]) == sorted(numbers[:1600]))
print(heapsort(numbers[:42_000]) == sorted(numbers[:42_000]))
by_digits = sorted(numbers, key=lambda n: (n % 1000, -n))
print(by_digits[:2], answer[::32_000])
numbers.sort(key=str, reverse=True)
print(numbers[:3])
