import io

s = io.StringIO()
print(s.write("hello\n"), s.write("world"), s.getvalue(), s.tell(), s.seek(0), s.readline(), s.read(), repr(s.read()))
print("into", "string", file=s)
print(repr(s.getvalue()), s.seek(2), s.truncate(), s.getvalue(), s.closed)
t = io.StringIO("a\nb\nc")
print(list(t), t.readlines(), t.seek(0), t.readlines(), [line for line in io.StringIO("x\ny")])
b = io.BytesIO(b"abc")
print(b.read(2), b.tell(), b.write(b"XY"), b.getvalue(), b.seek(0), b.readline(), b.getbuffer().nbytes)
s.close()
for call in (lambda: s.write("x"), lambda: b.write("text"), lambda: io.StringIO(5), lambda: io.StringIO().write(5)):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
with io.StringIO("with") as w:
    print(w.read())
