import sys

print(sys.stdout.write("text\n"), sys.stdout.name, sys.stdout.encoding, sys.stdout.writable(), sys.stdin.readable(), sys.stderr.name, sys.__stdout__ is sys.stdout)
sys.stdout.flush()


class Capture:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)


saved, sys.stdout = sys.stdout, Capture()
print("captured", 1)
captured, sys.stdout = sys.stdout, saved
print(captured.parts)
print("to error", file=sys.stderr)
try:
    sys.stdout.write(5)
except TypeError as error:
    print(error)
