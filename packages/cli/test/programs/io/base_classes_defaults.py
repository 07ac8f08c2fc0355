# what the base classes of streams do by themselves
import io
class R(io.BufferedIOBase):
    def read(self, n=-1): return b"abc"[:n]
    def read1(self, n=-1): return b"xy"[:n]
class Raw(io.RawIOBase): pass
class Tx(io.TextIOBase): pass
class Plain(io.IOBase): pass
b = bytearray(3); print(R().readinto(memoryview(b)), b); print(R().readinto1(b), b)
b2=bytearray(2)
print(R().readinto(memoryview(b2)), b2)
for o in (R(), Raw(), Tx(), Plain()):
    for m in ('read','read1','write','detach','seek','tell','truncate','fileno','readinto','readable','_checkReadable','_checkWritable','_checkSeekable','isatty','flush','closed'):
        f=getattr(o,m,None)
        if f is None: print(m,'none'); continue
        try: print(type(o).__name__, m, f(*({'write':['' if isinstance(o, Tx) else b''],'seek':[0],'readinto':[bytearray(2)]}.get(m,[]))) if callable(f) else f)
        except Exception as e: print(type(o).__name__, m, type(e).__name__, e)
class Bad(io.BufferedIOBase):
    def read(self, n): return b"12345"
try: Bad().readinto(bytearray(2))
except ValueError as e: print(e)
try: Bad().readinto(b"ab")
except TypeError as e: print(e)
try: Bad().readinto(5)
except TypeError as e: print(e)
