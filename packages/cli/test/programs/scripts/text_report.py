ROWS = [("Ada", 36, 1815.5), ("Grace", 85, 1906.25), ("Edsger", 72, 1930.0), ("日本", 5, 0.125)]
HEAD = ("name", "age", "value")


def table(head, rows):
    columns = list(zip(head, *rows))
    texts = [[f"{v:.2f}" if isinstance(v, float) else str(v) for v in column] for column in columns]
    widths = [max(len(t) for t in column) for column in texts]
    for i, line in enumerate(zip(*texts)):
        yield " | ".join(t.ljust(w) if c == 0 else t.rjust(w) for c, (t, w) in enumerate(zip(line, widths)))
        if i == 0:
            yield "-+-".join("-" * w for w in widths)


print(*table(HEAD, ROWS), sep="\n")


def wrap(text, width):
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


text = "A thread that wants to run must hold the lock, and only one thread can hold it at a time."
for width in (20, 45):
    print(*(f"|{line:^{width}}|" for line in wrap(text, width)), sep="\n")
