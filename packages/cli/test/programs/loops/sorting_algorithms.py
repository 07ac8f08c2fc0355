def bubble(a):
    a = a[:]
    for i in range(len(a)):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a


def merge(a):
    if len(a) < 2:
        return a
    m = len(a) // 2
    left, right = merge(a[:m]), merge(a[m:])
    out = []
    while left and right:
        out.append(left.pop(0) if left[0] <= right[0] else right.pop(0))
    return out + left + right


def quick(a):
    if not a:
        return []
    p, *rest = a
    return quick([x for x in rest if x < p]) + [p] + quick([x for x in rest if x >= p])


data = [5, 2, 9, 1, 5, 6, -3, 0]
print(bubble(data), merge(data), quick(data), data, bubble([]), merge([1]))
