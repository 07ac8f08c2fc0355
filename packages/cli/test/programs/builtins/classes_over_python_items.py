# Built-in classes over items that Python code gives, or that fail in between: called, and called by other built-ins.
def bad():
    yield 1
    raise ValueError("x")
for f in (list, tuple, set, frozenset, dict, bytearray, bytes, sum, str, int, float, list, enumerate, zip, map):
    for args in ((bad(),), (5,), (bad(), 1), (1, 2, 3, 4), (None,)):
        try:
            r = f(*args)
            print(f.__name__, type(r).__name__)
        except Exception as e:
            print(f.__name__, type(e).__name__, e)
    try:
        print(type(f(iterable=bad())).__name__)
    except Exception as e:
        print(f.__name__, type(e).__name__, e)
class I:
    def __index__(self): return 3
    def __int__(self): return 4
    def __float__(self): return 5.5
    def __str__(self): return "I"
    def __iter__(self): return iter((1, 2))
    def __len__(self): return 2
    def __repr__(self): return "I()"
    def __bool__(self): return False
    def __complex__(self): return 1j
for f in (list, tuple, set, frozenset, bytearray, bytes, str, int, float, bool, complex):
    print(f.__name__, f(I()))
print(list(map(tuple, [(x for x in "ab"), I()])), list(map(list, [I(), "x"])), sorted([I(), (1,)], key=list))
def deep(n):
    return list(deep(n + 1) for _ in (1,))
try:
    deep(0)
except RecursionError as e:
    print("RecursionError")
