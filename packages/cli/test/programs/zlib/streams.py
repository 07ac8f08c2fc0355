# Compressing and decompressing in pieces, at every level and strategy, the compressed bytes being zlib's own; copies, dictionaries, several threads.
import threading
import zlib

seed = 7


def noise(n, width):
    global seed
    out = bytearray()
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2**31
        out.append((seed >> 16) % width)
    return bytes(out)


texts = [
    b"",
    b"a" * 400,
    b"".join(b"%d line of text %d\n" % (n, n * n) for n in range(400)),
    noise(700, 256),
    noise(2500, 4) * 8 + bytes(300) + noise(300, 90),
]
for text in texts:
    for level, wbits, mem, strategy in [
        (0, 15, 8, 0), (1, 15, 8, 0), (2, 15, 8, 0), (3, 15, 8, 0), (4, 15, 8, 0), (5, -15, 8, 0), (6, 31, 8, 0), (7, 15, 9, 0), (8, 15, 8, 0), (9, 15, 8, 0),
        (6, 9, 1, 0), (6, 12, 4, zlib.Z_FILTERED), (6, 15, 8, zlib.Z_HUFFMAN_ONLY), (6, 15, 8, zlib.Z_RLE), (6, 15, 8, zlib.Z_FIXED),
    ]:
        if level == 0 and len(text) > 16000:
            continue  # where blocks are cut depends on zlib's buffers
        c = zlib.compressobj(level, zlib.DEFLATED, wbits, mem, strategy)
        made = [c.compress(text[at : at + 777]) for at in range(0, len(text), 777)]
        made.append(c.flush())
        packed = b"".join(made)
        d = zlib.decompressobj(wbits)
        unpacked = b"".join(d.decompress(packed[at : at + 91]) for at in range(0, len(packed), 91))
        assert unpacked + d.flush() == text and d.eof
        print(len(text), level, wbits, mem, strategy, len(packed), zlib.crc32(packed), [len(m) for m in made if m][:4])

# Flushes in the middle: what was put in before can be read at once.
text = texts[2]
for mode in (zlib.Z_PARTIAL_FLUSH, zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_BLOCK):
    c = zlib.compressobj()
    d = zlib.decompressobj()
    first = c.compress(text[:3000]) + c.flush(mode)
    seen = d.decompress(first)
    rest = c.compress(text[3000:]) + c.flush()
    print(mode, len(first), zlib.adler32(first), len(seen), d.decompress(rest) == text[len(seen) :], zlib.crc32(rest))

# A limit to what comes out.
packed = zlib.compress(text)
d = zlib.decompressobj()
parts = []
data = packed
while not d.eof:
    parts.append(d.decompress(data, 1000))
    data = d.unconsumed_tail
print(b"".join(parts) == text, {len(p) for p in parts[:-1]}, len(parts))
d = zlib._ZlibDecompressor()
parts = [d.decompress(packed, 700)]
while not d.eof:
    parts.append(d.decompress(b"" if not d.needs_input else b"never", 700))
print(b"".join(parts) == text, d.unused_data)

# Copies go on by themselves.
c = zlib.compressobj(9)
head = c.compress(text)
copy = c.copy()
print(zlib.decompress(head + c.flush()) == text, zlib.decompress(head + copy.compress(b"more") + copy.flush()) == text + b"more")
d = zlib.decompressobj()
begun = d.decompress(packed[:600])
twin = d.copy()
print(begun + d.decompress(packed[600:]) == text, begun + twin.decompress(packed[600:]) == text)

# A dictionary.
words = b"line of text number "
c = zlib.compressobj(level=9, zdict=words)
packed = c.compress(b"a line of text, a number of lines of text") + c.flush()
print(packed, zlib.decompressobj(zdict=words).decompress(packed), len(zlib.compress(b"a line of text, a number of lines of text", 9)) > len(packed))

# One thread begins, others go on.
c = zlib.compressobj()
made = []
for at in range(0, len(text), 9000):
    t = threading.Thread(target=lambda piece: made.append(c.compress(piece)), args=(text[at : at + 9000],))
    t.start()
    t.join()
made.append(c.flush())
print(b"".join(made) == zlib.compress(text))
threads = [threading.Thread(target=lambda: made.append(zlib.decompress(zlib.compress(text * 5, 1)) == text * 5)) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(made[-3:])
