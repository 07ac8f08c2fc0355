import sys

a = sys.intern("".join(["a", "b"]))
b = sys.intern("ab")
print(a is b, sys.getsizeof([]) > 0, isinstance(sys.getsizeof(1), int), sys.getrefcount(None) > 1000)
try:
    sys.intern(5)
except TypeError as error:
    print(error)
print(sys.modules["sys"] is sys, "sys" in sys.modules, type(sys.path), callable(sys.exit), sys.getrecursionlimit(), sys.displayhook(None))
sys.displayhook(5)
sys.displayhook("a'b")
import builtins

print(builtins._)
