import os

r, w = os.pipe()
print(os.write(w, b"hello pipe"), os.read(r, 5), os.read(r, 100))
os.close(w)
print(os.read(r, 10))
os.close(r)
try:
    os.close(r)
except OSError as error:
    print(error)
try:
    os.read(r, 1)
except OSError as error:
    print(error.errno)
fd = os.open("os_pipe.tmp", os.O_WRONLY | os.O_CREAT)
print(os.write(fd, b"abc"))
os.close(fd)
with open("os_pipe.tmp") as f:
    print(f.read(), isinstance(f.fileno(), int))
os.remove("os_pipe.tmp")
