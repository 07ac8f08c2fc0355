# Small integers in nested loops: a linear congruential generator and a digit sum.


def generator(steps):
    state = 12345
    total = 0
    i = 0
    while i < steps:
        state = (state * 1103 + 12345) % 65536
        if state & 1:
            total += state >> 3
        else:
            total -= state & 255
        i += 1
    return total


def digit_sums(limit):
    total = 0
    for n in range(limit):
        while n:
            total += n % 10
            n //= 10
    return total


print(generator(3_000_000), digit_sums(400_000))
