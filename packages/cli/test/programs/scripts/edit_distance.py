def distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return previous[-1]


def subsequence(a, b):
    table = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + x if x == y else max(table[i][j + 1], table[i + 1][j], key=len)
    return table[-1][-1]


for a, b in (("kitten", "sitting"), ("", "abc"), ("same", "same"), ("flaw", "lawn"), ("日本語", "日本")):
    print(repr(a), repr(b), distance(a, b), repr(subsequence(a, b)))
words = ["apple", "apply", "ape", "maple", "people"]
print(min(words, key=lambda w: distance(w, "appel")), sorted(words, key=lambda w: (distance(w, "ale"), w)))
