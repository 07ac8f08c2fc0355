# One hash object among threads: each piece goes in whole, and any thread may read the digest.
import hashlib
import threading

piece = b"0123456789abcdef" * 4096
shared = hashlib.sha256()
start = threading.Barrier(4)


def feed():
    start.wait()
    for _ in range(3):
        shared.update(piece)


threads = [threading.Thread(target=feed) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(shared.hexdigest() == hashlib.sha256(piece * 12).hexdigest())

# Begun in one thread, gone on with in another, ended in a third.
h = hashlib.blake2b(b"first", key=b"key")
for part in (b"second" * 1000, b"third"):
    t = threading.Thread(target=h.update, args=(part,))
    t.start()
    t.join()
print(h.hexdigest() == hashlib.blake2b(b"first" + b"second" * 1000 + b"third", key=b"key").hexdigest())

# A bytearray that is being hashed cannot change its size.
data = bytearray(1 << 20)
digests = []
ready = threading.Barrier(2)


def digest():
    ready.wait()
    digests.append(hashlib.md5(data).hexdigest())


t = threading.Thread(target=digest)
t.start()
ready.wait()
try:
    data.append(1)
    del data[-1]
except BufferError:
    pass
t.join()
print(len(data), len(digests[0]))
