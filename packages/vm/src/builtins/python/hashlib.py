"""Digests of bytes: md5, sha1, sha2, sha3, shake, blake2."""

from _blake2 import blake2b, blake2s
from _hashlib import openssl_md5 as md5, openssl_sha1 as sha1, openssl_sha224 as sha224, openssl_sha256 as sha256
from _hashlib import openssl_sha384 as sha384, openssl_sha512 as sha512, openssl_shake_128 as shake_128, openssl_shake_256 as shake_256
from _hashlib import openssl_sha3_224 as sha3_224, openssl_sha3_256 as sha3_256, openssl_sha3_384 as sha3_384, openssl_sha3_512 as sha3_512
from _hashlib import new as _new, pbkdf2_hmac

_names = (
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256",
)
algorithms_guaranteed = set(_names)
algorithms_available = algorithms_guaranteed | {"sha512_224", "sha512_256"}

__all__ = _names + ("new", "algorithms_guaranteed", "algorithms_available", "file_digest", "pbkdf2_hmac")


def new(name, data=b"", **kwargs):
    """A hash object for the algorithm with this name, fed with data."""
    if name == "blake2b" or name == "blake2s":
        return (blake2b if name == "blake2b" else blake2s)(data, **kwargs)
    return _new(name, data, **kwargs)


def file_digest(fileobj, digest, /, *, _bufsize=2**18):
    """A hash object fed with what is left of a file that is open for reading bytes. digest: a name, or what makes a hash object."""
    hashed = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, "getbuffer"):
        hashed.update(fileobj.getbuffer())
        return hashed
    if not (hasattr(fileobj, "readinto") and hasattr(fileobj, "readable") and fileobj.readable()):
        raise ValueError(f"'{fileobj!r}' is not a file-like object in binary reading mode.")
    buffer = bytearray(_bufsize)
    view = memoryview(buffer)
    while True:
        size = fileobj.readinto(buffer)
        if size is None:
            raise BlockingIOError("I/O operation would block.")
        if size == 0:
            return hashed
        hashed.update(view[:size])
