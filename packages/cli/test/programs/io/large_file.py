import os

name = "io_large.tmp"
with open(name, "w") as f:
    for i in range(20000):
        f.write(f"line {i} é\n")
with open(name, encoding="utf-8") as f:
    total = sum(len(line) for line in f)
print(total, os.path.getsize(name))
with open(name, "rb") as f:
    data = f.read()
    print(len(data), data.count(b"\n"), data[:10], f.read())
with open(name) as f:
    print(len(f.read(100_000)), f.readline(5), next(f)[-3:])
os.remove(name)
print("x" * 200_000 == "".join("x" for _ in range(200_000)))
for i in range(2000):
    print(i, end=" " if i % 50 != 49 else "\n")
