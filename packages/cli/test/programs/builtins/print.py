import sys

print()
print("a", 1, None, [2])
print("a", "b", sep="")
print("a", "b", sep="--", end="!\n")
print(*range(3), sep="\n")
print("x", end="")
print("y", end=" ", flush=True)
print()
print("a", sep=None, end=None)
print("to stderr", file=sys.stderr)


class Writer:
    def write(self, text):
        sys.stdout.write(repr(text) + ";")


print("one", 2, file=Writer())
print()
for call in (lambda: print("a", sep=1), lambda: print("a", end=1), lambda: print("a", file=5), lambda: print("a", what=1)):
    try:
        call()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
