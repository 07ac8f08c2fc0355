"""Files and streams."""
import io, os, sys
p="file.tmp"
def t(s, g=globals()):
    try: print(s, "->", repr(eval(s, g)))
    except Exception as e: print(s, "->", type(e).__name__, e)
with open(p,"w") as f:
    print(f, f.mode, f.name, f.encoding, f.errors, f.newlines, f.line_buffering, f.closed, f.buffer, f.buffer.raw)
    t("f.read()", {"f":f}); t("f.write(5)", {"f":f}); t("f.tell()", {"f":f}); t("f.write('é')", {"f":f}); t("f.tell()", {"f":f}); t("f.seekable()",{"f":f}); t("f.fileno() > 2",{"f":f})
    t("f.truncate()",{"f":f}); t("f.seek(0)",{"f":f}); t("f.seek(5,1)",{"f":f}); t("f.seek(1,2)",{"f":f}); t("f.seek(-1)",{"f":f}); t("f.seek(0,5)",{"f":f})
    f.writelines(["a\n","b\n"])
t("f.write('x')",{"f":f}); t("f.read()",{"f":f}); t("f.close()",{"f":f}); t("f",{"f":f}); t("f.fileno()",{"f":f}); t("next(f)",{"f":f}); t("f.__enter__()",{"f":f}); t("list(f)",{"f":f}); t("f.flush()",{"f":f})
t("open(p,'rb').read()"); t("open(p).readlines()"); t("open(p).readlines(1)"); t("open(p).read(2)"); t("open(p,'rb').readline()"); t("open(p,'rb').readlines()"); t("open(p,'r').write('x')"); t("open(p,'rb').write(b'x')"); t("open(p,'rb')"); t("open(p,'r+b')"); t("open(p,'rb',0)"); t("open(p,'r',0)"); t("open(p,'zz')"); t("open(p,'rw')"); t("open(p,'rt+b')"); t("open(p,'b')"); t("open(p,'rb',encoding='utf-8')"); t("open(p,'rb',newline='')"); t("open(p,newline='x')"); t("open(p,encoding='nope')"); t("open('nope')"); t("open('/')"); t("open(p,'x')"); t("open(-1)"); t("open([])"); t("open('a\\0b')"); t("open(p, closefd=False)"); t("open(p,5)"); t("open(p,'w',encoding=5)"); t("open()"); t("open(p,'r',errors=3)")
open(p,"w").write("data closed by refcount\n"); t("open(p).read()")
with open(p,"wb") as f:
    t("f.write('str')",{"f":f}); t("f.write(b'abc')",{"f":f}); t("f.tell()",{"f":f}); t("f.seek(1)",{"f":f}); t("f.write(bytearray(b'ZZ'))",{"f":f}); t("f.read()",{"f":f}); t("f.name",{"f":f}); t("f.mode",{"f":f}); t("f.raw",{"f":f}); t("f.seek(0,7)",{"f":f})
t("open(p,'rb').read()")
with open(p,"r+b") as f:
    print(f.read(1), f.write(b"QQ"), f.tell(), f.seek(0), f.read(), f.peek(), f.seek(-1,2), f.read1(), f.readinto(bytearray(3)), f)
with open(p,"a+") as f:
    print(f.tell(), f.write("end\n"), f.seek(0), f.read(), f.mode)
with open(p,"w",newline="\r\n") as f: f.write("a\nb\n")
t("open(p,'rb').read()"); t("open(p,newline='').read()"); t("open(p,newline='\\n').readlines()"); t("open(p,newline='\\r\\n').readlines()"); t("open(p).readlines()")
with open(p) as f: print(f.readline(), f.newlines, f.tell(), f.read(1), f.tell(), f.readline(), f.newlines)
with open(p) as f:
    for l in f:
        try: f.tell()
        except OSError as e: print(e)
        break
for enc in ("utf-8","utf-16","latin-1","utf-8-sig","ascii","utf-32","utf-16-le"):
    try:
        with open(p,"w",encoding=enc) as f: f.write("hé\n"); f.write("x")
        print(enc, open(p,"rb").read(), repr(open(p,encoding=enc).read()))
    except Exception as e: print(enc, type(e).__name__, e)
open(p,"wb").write(b"ok\xff\xfe bad\n")
t("open(p).read()"); t("open(p,errors='replace').read()"); t("open(p,errors='ignore').read()"); t("open(p,errors='surrogateescape').read()"); t("open(p,errors='nope').read()"); t("open(p).readline()")
with open(p,"w") as f: f.write("".join(f"line {i} é\n" for i in range(3000)))
with open(p) as f:
    n=0; pos=None
    while True:
        l=f.readline()
        if not l: break
        n+=1
        if n==1500: pos=f.tell()
    print(n,pos); f.seek(pos); print(f.readline())
print(sum(1 for _ in open(p)), len(open(p).read()), os.path.getsize(p))
s=io.StringIO("a\nb\r\nc"); print(s.read(), s.getvalue(), s.seek(0), s.readline(), list(s), s.tell(), s.truncate(3), s.getvalue(), s.write("zz"), repr(s.getvalue()), s)if False else None
s=io.StringIO("a\nb\r\nc"); print(repr(s.read()), s.seek(0), repr(s.readline()), list(s), s.tell(), s.truncate(3), repr(s.getvalue()), s.write("zz"), repr(s.getvalue()))
s=io.StringIO("a\nb\r\nc", newline=None); print(repr(s.getvalue()))
s=io.StringIO(newline=""); s.write("a\rb\r\nc\n"); s.seek(0); print(list(s))
s=io.StringIO(newline="\r\n"); s.write("a\nb"); print(repr(s.getvalue()))
t("io.StringIO(5)"); t("io.StringIO().write(b'x')"); t("io.BytesIO('x')"); t("io.BytesIO().write('x')"); t("io.StringIO(newline='q')"); t("io.StringIO().seek(-1)"); t("io.StringIO().seek(1,1)"); t("io.BytesIO().seek(-1)"); t("io.BytesIO(b'abc').seek(0,3)"); t("io.StringIO().fileno()"); t("io.BytesIO().fileno()"); t("io.StringIO().read('x')"); t("io.BytesIO(b'ab').read(1.5)")
s=io.StringIO(); s.close(); t("s.write('x')",{"s":s}); t("s.closed",{"s":s}); t("s.getvalue()",{"s":s})
b=io.BytesIO(b"hello\nworld"); print(b.read(2), b.readline(), b.readlines(), b.tell(), b.seek(1), b.read1(3), b.getvalue(), b.truncate(4), b.getvalue(), b.getbuffer()[0], b.readinto(bytearray(2)))
b=io.BytesIO(); b.close(); t("b.read()",{"b":b}); t("b.getvalue()",{"b":b})
w=io.TextIOWrapper(io.BytesIO(), encoding="utf-8"); w.write("x\n"); print(w.buffer.getvalue()); w.flush(); print(w.buffer.getvalue(), w)
w=io.TextIOWrapper(io.BytesIO(b"l1\nl2\n")); print(list(w)); d=w.detach(); t("w.read()",{"w":w}); t("w",{"w":w})
class R(io.RawIOBase):
    def __init__(self,d): self.d=d; self.p=0
    def readable(self): return True
    def readinto(self,b):
        k=self.d[self.p:self.p+len(b)]; b[:len(k)]=k; self.p+=len(k); return len(k)
r=io.BufferedReader(R(b"line1\nline2\nrest")); print(r.readline(), r.read(3), r.peek()[:3], r.read())
print(io.TextIOWrapper(io.BufferedReader(R(b"u\nv\n"))).readlines(), R(b"abc").read(2), R(b"abcdef").readall(), list(R(b"q\nr")))
class W(io.RawIOBase):
    def __init__(self): self.got=[]
    def writable(self): return True
    def write(self,b): self.got.append(bytes(b)); return len(b)
raw=W(); bw=io.BufferedWriter(raw, 4); bw.write(b"ab"); bw.write(b"cdef"); bw.flush(); print(b"".join(raw.got))
t("io.BufferedReader(W())"); t("io.BufferedWriter(R(b''))"); t("io.BufferedReader(R(b''),0)")
class C(io.IOBase): pass
c=C(); print(c.closed, c.readable(), c.isatty()); t("c.read()",{"c":c}); t("c.fileno()",{"c":c}); t("c.seek(0)",{"c":c}); c.close(); print(c.closed); t("c.flush()",{"c":c})
print(isinstance(open(p), io.TextIOBase), isinstance(open(p,"rb"), io.BufferedIOBase), issubclass(io.FileIO, io.RawIOBase), io.UnsupportedOperation.__mro__, io.DEFAULT_BUFFER_SIZE)
fd=os.open(p, os.O_RDONLY); print(os.read(fd,5), os.lseek(fd,0,0), os.read(fd,2)); f=os.fdopen(fd); print(f.name==fd, f.read(3)); f.close(); t("os.read(fd,1)"); t("os.close(fd)")
os.unlink(p); t("os.unlink(p)"); t("os.stat('nope')"); t("os.listdir('nope')"); t("os.mkdir('/')"); t("os.rmdir('nope')"); t("os.rename('nope','x')"); t("os.open('nope',0)"); t("os.listdir(5.5)"); t("os.strerror(2)"); t("os.fspath(3)"); t("os.stat(1.5)")
f=io.FileIO("fileb.tmp","w"); print(f, f.write(b"abc"), f.tell(), f.mode, f.closefd, f.readable(), f.writable(), f.seekable()); t("f.read()",{"f":f}); f.close(); print(f); t("f.write(b'')",{"f":f})
os.unlink("fileb.tmp")
print(os.path.exists("file.tmp"))
