import os


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: open("no_such_file.txt"))
attempt(lambda: open("no_such_folder/file.txt", "w"))
attempt(lambda: open(".", "w"))
attempt(lambda: open("x", "q"))
attempt(lambda: open("x", "rw"))
attempt(lambda: open("x", "rb", encoding="utf-8"))
attempt(lambda: open(None))
attempt(lambda: open("a\0b"))
with open("io_errors.tmp", "w") as f:
    attempt(lambda: f.read())
    attempt(lambda: f.write(b"bytes"))
    attempt(lambda: f.write(5))
attempt(lambda: f.write("closed"))
attempt(lambda: open("io_errors.tmp", "x"))
with open("io_errors.tmp", "wb") as f:
    attempt(lambda: f.write("text"))
    f.write(b"\xff\xfe")
attempt(lambda: open("io_errors.tmp", encoding="utf-8").read())
print(open("io_errors.tmp", encoding="utf-8", errors="replace").read() == "\ufffd\ufffd", open("io_errors.tmp", encoding="latin-1").read())
os.remove("io_errors.tmp")
try:
    open("missing.txt")
except FileNotFoundError as error:
    print(error.errno, error.strerror, error.filename)
