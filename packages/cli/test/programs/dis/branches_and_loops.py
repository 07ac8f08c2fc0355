import dis


def f(items):
    total = 0
    for x in items:
        if x > 3:
            total += x
        else:
            continue
    while total:
        total -= 1
    return total


dis.dis(f)
