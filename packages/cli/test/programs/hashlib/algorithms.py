# Every algorithm: digests of short and long data, in one piece and in several; sizes; copies.
import hashlib

pieces = [b"", b"a", bytes(range(256)), b"x" * 5000, bytearray(b"y" * 63), memoryview(b"z" * 130)[1:]]
whole = b"".join(bytes(p) for p in pieces)
for name in sorted(hashlib.algorithms_guaranteed):
    args = (20,) if name.startswith("shake") else ()
    h = hashlib.new(name)
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest(*args)[:16])
    for p in pieces:
        print(" ", h.update(p), h.hexdigest(*args)[:16])
    one = getattr(hashlib, name)(whole)
    print(" ", one.digest(*args) == h.digest(*args), one.hexdigest(*args))
    copy = one.copy()
    copy.update(b"more")
    print(" ", one.digest(*args) == h.digest(*args), copy.hexdigest(*args)[:16], type(copy) is type(one), copy.name)

# Large first pieces, and what follows them.
big = bytes(range(251)) * 800
for name in ("md5", "sha256", "sha3_512", "blake2b", "blake2s", "sha512_256"):
    h = hashlib.new(name, big)
    first = h.hexdigest()
    c = h.copy()
    h.update(b"tail")
    c.update(bytearray(big))
    print(name, first[:16], h.hexdigest()[:16], c.hexdigest()[:16], hashlib.new(name, big + b"tail").digest() == h.digest())
print(hashlib.shake_256(big).hexdigest(500)[-16:], len(hashlib.shake_128().digest(1000)), hashlib.shake_128().digest(0))
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 10).hex(), hashlib.pbkdf2_hmac("sha1", b"p" * 100, b"", 3, dklen=45).hex())
