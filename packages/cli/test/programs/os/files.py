import os

base = "os_files_tmp"
os.mkdir(base)
os.makedirs(os.path.join(base, "a", "b"))
os.makedirs(base + "/a/b", exist_ok=True)
with open(base + "/f.txt", "w") as f:
    f.write("content")
print(sorted(os.listdir(base)), os.path.isdir(base), os.path.isfile(base + "/f.txt"), os.path.exists(base + "/none"), os.path.getsize(base + "/f.txt"), os.stat(base + "/f.txt").st_size)
os.rename(base + "/f.txt", base + "/g.txt")
print(sorted(os.listdir(base)), os.access(base, os.R_OK))
for call in (lambda: os.mkdir(base), lambda: os.remove(base + "/none"), lambda: os.rmdir(base), lambda: os.listdir(base + "/none"), lambda: os.rename(base + "/x", base + "/y"), lambda: os.stat("nowhere")):
    try:
        call()
    except OSError as error:
        print(type(error).__name__, error)
os.remove(base + "/g.txt")
os.rmdir(base + "/a/b")
os.rmdir(base + "/a")
os.rmdir(base)
print(os.path.exists(base))
