# views of none, one and several dimensions: attributes, items, slices, casts, comparison, release
import array
def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as e:
        print(text, "!!", type(e).__name__, e)
def run(text):
    try:
        exec(text, globals()); print(text, "ok")
    except Exception as e:
        print(text, "!!", type(e).__name__, e)
b = bytearray(range(24))
m = memoryview(b)
d2 = m.cast('B', [4, 6])
d3 = m.cast('B', (2, 3, 4))
h2 = m.cast('H', shape=[3, 4])
i1 = m.cast('i')
z = memoryview(b'\x05').cast('B', [])
zi = memoryview(bytearray(4)).cast('i', ())
a = memoryview(array.array('d', [1.5, 2.5, -1]))
s = m[::2]
for v in 'm d2 d3 h2 i1 z zi a s'.split():
    for at in 'ndim shape strides suboffsets format itemsize nbytes readonly c_contiguous f_contiguous contiguous'.split():
        show(f'{v}.{at}')
    for call in 'tolist() tobytes() hex() tobytes("F") tobytes("A") tobytes(order=None) toreadonly().readonly'.split():
        show(f'{v}.{call}')
    show(f'len({v})'); show(f'list({v})'); show(f'{v}[0]'); show(f'{v}[()]'); show(f'{v}[...]==0'); show(f'{v}[-1]'); show(f'{v}[99]');show(f'bytes({v})'); show(f'{v}=={v}.tobytes()'); show(f'{v}[0:1].tolist()'); show(f'{v}["a"]'); show(f'1 in {v}'); show(f'bytearray({v}) == b'); show(f'b"".join([{v}])');  show(f'list(reversed({v}))'); show(f'bool({v})')
for e in ['d2[1,2]','d2[-1,-1]','d2[4,0]','d2[0,6]','d2[-5,0]','d2[1,2,3]','d2[1,]','d2[1,1:2]','d2[1:2,1:2]','d2[1:3].shape','d2[1:3].tolist()','d2[::2].strides','d2[::-1].tolist()','d2[::2].contiguous','d2[::2].tobytes()','d2[::2].cast("B")','d3[1,2,3]','d3[1,2]','d3[0:1].tolist()','h2[1,1]','d2.cast("B").tolist()','d2.cast("H").shape','d2.cast("B",[24]).shape','d2.cast("B",[3,8])','h2.cast("B").nbytes','h2.cast("I")','m.cast("B",[0])','m.cast("B",[-1])','m.cast("B",[5,5])','m.cast("B",["a"])','m.cast("B","ab")','m.cast("B",5)','m.cast("H",[12]).shape','m.cast("B",[1]*64)','memoryview(b"a").cast("B",[1]*64).ndim','memoryview(b"a").cast("B",[1]*65)','memoryview(b"").cast("B",[0])','memoryview(b"").cast("B",[])','memoryview(b"").cast("H").shape','memoryview(b"").cast("H").tolist()','m.cast("e").tolist()','m.cast("x")','m.cast("@i")[0]','m.cast("<i")','m.cast("ii")','m.cast("")','m.cast(5)','m.cast("B",[2**40,2**40])','m.cast("l")[1]','m.cast("P")[0]','m.cast("?").tolist()','m.cast("c")[1]','m.cast("c").tolist()[:3]','m.cast("f").cast("d")','m.cast("b").tolist()[:3]','m.cast("q")[-1]','s.cast("B")','m[::2].cast("H")','d2 == m.cast("B",[4,6])','d2 == m','d2 == m.cast("B",[6,4])','d2 == m.cast("b",[4,6])','h2 == m.cast("h",[3,4])','z == memoryview(b"\\x05").cast("B",[])','z == b"\\x05"','m.cast("i")==array.array("i",i1.tolist())','i1 == array.array("q",i1.tolist())','m < m','m == "a"','m != b','a == array.array("f",[1.5,2.5,-1])','a.cast("B").tolist()','a.cast("i")','memoryview(5)','memoryview("a")','memoryview()','memoryview(b"a", 1)','m.obj is b','d2.obj is b','type(iter(m))','m.tobytes("X")','m.tobytes(1)','m.hex(":")','m.hex(":",2)','d2.hex("-",3)','m.hex("ab")','m.hex(1)','m.__class__','m.cast("B").__sizeof__() > 0','memoryview.__hash__(memoryview(b"abc")) == hash(b"abc")','hash(m)','hash(memoryview(b"abcd").cast("H"))','memoryview(memoryview(b"abc"))[1]','[x for x in i1]','sum(m)','max(m)','m.index(3)','sorted(memoryview(b"hello"))','memoryview(b"abc")[1:] == b"bc"','memoryview(b"abcdef")[::-2].tobytes()','memoryview(b"abcdef")[1:5][::2].tolist()','m[True]','m[2.0]','m[None]','m[2**70]','m[::0]', 'm[1,]', 'm[1,2]','m[()]','m[...]','m[1:2,]']:
    show(e)
for st in ['d2[1,2] = 200','d2[1,2] = 300','d2[1,2] = -1','d2[1,2] = "a"','d2[1,2] = 2.0','d2[0] = 1','d2[0:1] = d2[1:2]','d2[1,0:2] = b"ab"','d2[9,9] = 1','d2[1,2,3]=4','zi[()] = 77','zi[...] = 78','zi[0] = 1','m[0:2] = b"xy"','m[0:2] = b"xyz"','m[0:2] = i1','m[::2] = m[1::2]','m[1:4] = m[0:3]','m[0] = 256','m[0] = b"a"','m[0] = 1.5','m["a"] = 1','m[99] = 1','m[...] = 1','m[()] = 1','m[0,] = 5','m[0,1]=5','del m[0]','del d2[0,0]','del m[0:1]','memoryview(b"a")[0] = 1','a[0] = 7','a[1] = "x"','a[2] = 2.5','h2[2,3] = 65535','h2[2,3] = 65536','m.cast("?")[3] = []','m.cast("?")[4] = [1]','m.cast("c")[5] = b"Z"','m.cast("c")[5] = b"ZZ"','m.cast("c")[5] = 5','m.cast("e")[3] = 1.5','m.cast("e")[3] = 1e9','m.cast("f")[3] = 1e99','m.cast("f")[3] = 10**400','m.cast("b")[3] = 128','m.cast("q")[0] = 2**63','m.cast("Q")[0] = -1','m.cast("i")[0] = 2**70','m.readonly = 1','m.x = 1','i1[0:2] = array.array("i",[7,8])','i1[0:2] = array.array("I",[7,8])','b.append(1)','b.clear()','m[0:2] = 5','m[0:0] = b""','m[5:2] = b""']:
    run(st)
print(b.hex(), a.tolist(), zi.tolist())
with memoryview(b) as q:
    r = q[1:]
    print(q[0])
for e in ['q[0]','q.tolist()','len(q)','q.shape','q.format','q.nbytes','q.ndim','q.readonly','q.obj','q.cast("B")','q.release()','q == q','q == m','repr(q)[:20]','hash(q)','q.tobytes()','q.hex()','q.toreadonly()','memoryview(q)','q.c_contiguous','q.__enter__()','q.__exit__(None,None,None)','r[0]','q.itemsize','q.strides','bytes(q)','1 in q']:
    show(e)
class Sub: pass
run('class M(memoryview): pass')
it = iter(memoryview(b'ab'))
print(next(it), it.__length_hint__() if hasattr(it,'__length_hint__') else None, next(it), next(it, 'end'), next(it, 'end'))
import io
B = io.BytesIO(b'hello'); v = B.getbuffer(); v[0] = 74; print(B.getvalue()); run('B.write(b"x"*100)'); v.release(); run('B.write(b"yy")'); print(B.getvalue())
x = memoryview(b'abc'); y = memoryview(x); run('x.release()'); run('y.release()'); run('x.release()')
print(bytes(d2[2:4]), d2[2:4].tobytes('F'), d2.tobytes('F') == bytes(b[i*6+j] for j in range(6) for i in range(4)))
match = struct = __import__('struct'); print(struct.unpack_from('<H', d2, 2), struct.pack_into('<H', d2, 2, 258), b[2:4], bytes(d3[1:2])[:4])
f = memoryview(array.array('f',[1.0,float('nan')])); print(f == f, f == memoryview(array.array('f',[1.0,float('nan')])), f.tolist())
