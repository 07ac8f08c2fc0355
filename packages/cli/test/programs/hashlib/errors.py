# Names, types, arguments and errors.
import hashlib
import io


def a(call):
    try:
        print(repr(call()))
    except Exception as e:
        print(type(e).__name__, e)


h = hashlib.sha256
a(lambda: h("x"))
a(lambda: h(None))
a(lambda: h(5))
a(lambda: h().update("x"))
a(lambda: h(string=b"x").hexdigest())
a(lambda: h(data=b"x"))
a(lambda: hashlib.new("xyz"))
a(lambda: hashlib.new("SHA256").name)
a(lambda: hashlib.new("Sha3_256").name)
a(lambda: hashlib.new("sha3-256").name)
a(lambda: hashlib.new(5))
a(lambda: hashlib.new("BLAKE2b").name)
a(lambda: type(hashlib.new("blake2b")))
a(lambda: hashlib.new("sha512-256").name)
a(lambda: hashlib.new("sha512_224", b"x").hexdigest())
a(lambda: type(h())())
a(lambda: type(h()))
a(lambda: type(hashlib.shake_128()).__mro__)
s = hashlib.shake_128
a(lambda: s().digest())
a(lambda: s().digest(-1))
a(lambda: s().hexdigest(length=3))
a(lambda: s().digest("x"))
a(lambda: (s().digest_size, s().block_size, s().name))
a(lambda: h.__name__)
a(lambda: h)
a(lambda: hashlib.blake2b)
a(lambda: h().__class__.__doc__)
a(lambda: h.__doc__)
b = hashlib.blake2b
for kw in [
    {"digest_size": 0}, {"digest_size": 65}, {"digest_size": -1}, {"key": b"k" * 65}, {"salt": b"s" * 17}, {"person": b"p" * 17}, {"fanout": -1},
    {"fanout": 256}, {"depth": 0}, {"depth": 256}, {"leaf_size": -1}, {"leaf_size": 2**32}, {"node_offset": -1}, {"node_offset": 2**64},
    {"node_depth": 256}, {"node_depth": -1}, {"inner_size": 65}, {"inner_size": -1}, {"key": "x"}, {"salt": "x"}, {"digest_size": "x"},
]:
    a(lambda: b(b"", **kw))
for kw in [{"digest_size": 33}, {"node_offset": 2**48}, {"inner_size": 33}, {"salt": b"s" * 9}, {"key": b"k" * 33}]:
    a(lambda: hashlib.blake2s(b"", **kw))
a(lambda: b("x"))
a(lambda: b(None))
every = dict(digest_size=8, key=b"k", salt=b"s", person=b"p", fanout=2, depth=3, leaf_size=4, node_offset=5, node_depth=1, inner_size=7, last_node=True)
a(lambda: b(b"x", **every).hexdigest())
a(lambda: hashlib.blake2s(b"x", **every).hexdigest())
a(lambda: (b(digest_size=20).digest_size, len(b(digest_size=20).digest()), b(b"k" * 50000, digest_size=5).hexdigest()))
a(lambda: (b.SALT_SIZE, b.PERSON_SIZE, b.MAX_KEY_SIZE, b.MAX_DIGEST_SIZE, hashlib.blake2s.SALT_SIZE))
a(lambda: b().update("x"))
a(lambda: hashlib.file_digest(io.BytesIO(b"abc"), "sha256").hexdigest())
a(lambda: hashlib.file_digest(5, "md5"))
a(lambda: hashlib.file_digest(io.BytesIO(b"abc"), lambda: hashlib.md5()).hexdigest())
with open(__file__, "rb") as f:
    whole = h(f.read()).hexdigest()
    f.seek(0)
    a(lambda: hashlib.file_digest(f, "sha256").hexdigest() == whole)
    f.seek(0)
    a(lambda: hashlib.file_digest(f, hashlib.sha256, _bufsize=100).hexdigest() == whole)


class Mine(bytes):
    pass


a(lambda: h(Mine(b"x")).hexdigest())
a(lambda: sorted(n for n in dir(h()) if not n.startswith("__")))
a(lambda: sorted(n for n in dir(b()) if not n.startswith("__")))
a(lambda: sorted(hashlib.__all__))
a(lambda: h(usedforsecurity=False).digest_size)
a(lambda: setattr(h(), "x", 1))
a(lambda: type("X", (b,), {}))
a(lambda: repr(h()).split(" object")[0])
a(lambda: hashlib.pbkdf2_hmac("nope", b"", b"", 1))
a(lambda: hashlib.pbkdf2_hmac("md5", b"", b"", 0))
a(lambda: hashlib.pbkdf2_hmac("md5", b"", b"", 1, 0))
a(lambda: hashlib.algorithms_guaranteed <= hashlib.algorithms_available)
