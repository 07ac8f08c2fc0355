import os

name = "io_write_and_read.tmp"
with open(name, "w") as f:
    print(f.write("first\nsecond\n"), f.writelines(["third\n", "fourth"]), f.name, f.mode, f.closed, f.writable(), f.readable())
print(f.closed)
with open(name) as f:
    print(repr(f.read(3)), repr(f.readline()), f.readlines(), repr(f.read()))
with open(name) as f:
    for line in f:
        print(repr(line))
with open(name, "a") as f:
    f.write("\nappended é日")
print(open(name, encoding="utf-8").read().splitlines(), os.path.getsize(name))
with open(name, "rb") as f:
    print(f.read(5), f.tell(), f.seek(0), f.readline(), f.seek(-3, 2), f.read())
with open(name, "wb") as f:
    print(f.write(b"\x00\xff"))
print(open(name, "rb").read())
os.remove(name)
print(os.path.exists(name))
