# How many pancake flips can a permutation of N need? List slices and reversals.

N = 9


def fannkuch(n):
    counts = [0] * n
    perm = list(range(n))
    most = checksum = 0
    parity = 1
    i = 0
    while True:
        if perm[0]:
            work = perm[:]
            flips = 0
            while first := work[0]:
                work[: first + 1] = work[first::-1]
                flips += 1
            if flips > most:
                most = flips
            checksum += parity * flips
        parity = -parity
        # The next permutation: Heap's counters, with a swap for each.
        while True:
            if i >= n:
                return most, checksum
            if counts[i] < i:
                j = counts[i] if i & 1 else 0
                perm[i], perm[j] = perm[j], perm[i]
                counts[i] += 1
                i = 0
                break
            counts[i] = 0
            i += 1


print(*fannkuch(N))
