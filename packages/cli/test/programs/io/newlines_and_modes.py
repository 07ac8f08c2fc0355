import os

name = "io_newlines.tmp"
with open(name, "wb") as f:
    f.write(b"a\r\nb\rc\nd")
print(repr(open(name).read()), open(name).readlines(), repr(open(name, newline="").read()), open(name, newline="").readlines(), open(name, "rb").readlines())
with open(name, "w", newline="\r\n") as f:
    f.write("x\ny\n")
print(open(name, "rb").read())
with open(name, "r+") as f:
    print(repr(f.read(1)), f.seek(0), f.write("Z"), f.seek(0), repr(f.read()))
with open(name, "w+") as f:
    f.write("new")
    print(f.tell(), f.seek(0), f.read(), f.truncate(2), f.seek(0), f.read())
with open(name, "ab+") as f:
    f.write(b"!")
    f.seek(0)
    print(f.read())
os.remove(name)
