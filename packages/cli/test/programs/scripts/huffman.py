def huffman(text):
    counts = {}
    for ch in text:
        counts[ch] = counts.get(ch, 0) + 1
    heap = sorted((n, ch, None) for ch, n in counts.items())
    order = 0
    nodes = [(n, ch, ch) for n, ch, _ in heap]
    while len(nodes) > 1:
        nodes.sort(key=lambda node: (node[0], node[1]))
        a, b, *rest = nodes
        nodes = rest + [(a[0] + b[0], min(a[1], b[1]), (a[2], b[2]))]
    codes = {}

    def walk(node, prefix):
        if isinstance(node, str):
            codes[node] = prefix or "0"
        else:
            walk(node[0], prefix + "0")
            walk(node[1], prefix + "1")

    walk(nodes[0][2], "")
    return codes


text = "abracadabra alakazam"
codes = huffman(text)
bits = "".join(codes[ch] for ch in text)
print(sorted(codes.items()), len(bits))
reverse = {code: ch for ch, code in codes.items()}
out, current = [], ""
for bit in bits:
    current += bit
    if current in reverse:
        out.append(reverse[current])
        current = ""
print("".join(out) == text, current == "")
