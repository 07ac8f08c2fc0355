# how types without items say so
import collections,types
class C: pass
def g(): yield
for o in [1.5, 1, None, "a", b"a", (1,), range(3), frozenset(), {1}, C(), C, g(), g, len, 1j, iter([]), {}.keys(), {}.items(), slice(1), types.SimpleNamespace(), memoryview(b"a"), object(), type(None), ..., types.MappingProxyType({}), ValueError(), property(), super(C,C()), zip(), collections.deque(), types, g.__code__, list[int], int|str, collections.Counter, True]:
    for k in (0, "a", 1.5, slice(0,1)):
        try: del o[k]
        except Exception as e: print(type(o).__name__, k, 'del', type(e).__name__, e)
        try: o[k] = 1
        except Exception as e: print(type(o).__name__, k, 'set', type(e).__name__, e)
        try: o[k]
        except Exception as e: print(type(o).__name__, k, 'get', type(e).__name__, e)
