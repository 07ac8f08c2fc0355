import sys

print(repr(sys.stdin.readline()), repr(sys.stdin.readline()))
for line in sys.stdin:
    print(repr(line))
    if "three" in line:
        break
print(repr(sys.stdin.read()), repr(sys.stdin.read()), repr(sys.stdin.readline()))
