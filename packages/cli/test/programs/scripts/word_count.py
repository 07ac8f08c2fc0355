TEXT = """The lock is taken, the lock is dropped.
Who holds the lock runs; who waits, waits."""


def words(text):
    word = ""
    for ch in text.lower() + " ":
        if ch.isalpha():
            word += ch
        elif word:
            yield word
            word = ""


counts = {}
for w in words(TEXT):
    counts[w] = counts.get(w, 0) + 1
for w, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
    print(f"{w:<8}{'#' * n} {n}")
print(max(counts, key=lambda w: (counts[w], w)), sum(counts.values()), len(counts))
