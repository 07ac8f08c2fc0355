def t(f):
    try: print(f, "=>", repr(eval(f)))
    except BaseException as e: print(f, '=>', type(e).__name__+':', e)
b = bytearray(b'abcdef'); m = memoryview(b); r = memoryview(b'xyz')
for f in """m[0]
m[-1]
m[10]
m['a']
m[1:3].tobytes()
m[::2].tolist()
m[::-1].tobytes()
len(m)
m.nbytes, m.itemsize, m.format, m.ndim, m.shape, m.strides, m.suboffsets, m.readonly, m.contiguous
m[::2].contiguous, m[::2].strides
r.readonly
m == b'abcdef'
m == r
m != b'x'
m == 5
m < b'a'
hash(m)
hash(r) == hash(b'xyz')
m.cast('H').tolist()
m.cast('I')
m.cast('zz')
m[::2].cast('B')
m.cast('H').cast('I')
m.cast('H').cast('B').tolist()
m.cast('b').tolist()
m.cast('c')[0]
m.cast('B', [6]).shape
m.hex()
m.hex(':', 2)
memoryview(5)
memoryview('a')
memoryview()
memoryview(object=b'a').tobytes()
list(m)
97 in m
98.0 in m
m.obj is b
b.append(1)
b.extend(b'x')
b.clear()
b.__setitem__(slice(0,2), b'xyz')
b.__setitem__(slice(0,2), b'xy')
m.__setitem__(0, 65)
m.__setitem__(0, 256)
m.__setitem__(0, 'a')
m.__setitem__(0, -1)
m.__setitem__(100, 1)
m.__setitem__(slice(0,2), b'QW')
m.__setitem__(slice(0,2), b'Q')
m.__setitem__(slice(0,2), 5)
m.__setitem__(slice(None,None,2), b'123')
r.__setitem__(0, 1)
m.__delitem__(0)
b
m.toreadonly().readonly
m.tobytes('C'), m.tobytes(order=None)
m.tobytes('x')
bytes(m), bytearray(m[::2]), b''.join([m, m[1:2]])
bytes(m[::-1])
m.cast('d')
memoryview(bytearray(8)).cast('d').tolist()
memoryview(bytearray(8)).cast('q')[0]
memoryview(memoryview(b'ab')).obj
m.release()
m.tobytes()
len(m)
m[0]
m.release()
b.append(33)
b
m == m
m == b
repr(m)[:16]
hash(m)
m.format
memoryview(b'ab').__enter__().tobytes()
b'abc'.replace(memoryview(b'b'), memoryview(b'zz'))
int.from_bytes(memoryview(b'ab'), 'big')
bytes(memoryview(b''))
memoryview(b'')[0:0].tolist()
str(memoryview(b'abc'), 'ascii')
type(iter(memoryview(b'')))
memoryview(b'abc')[True]
memoryview(b'abc')[None]
memoryview(b'abc')[...]
memoryview(b'abc')[()]
memoryview(b'abc').count(1)""".split("\n"): t(f)
with memoryview(bytearray(b'q')) as v:
    print(v.tobytes())
try: v[0]
except ValueError as e: print(e)
