import sys

print(sys.getswitchinterval())
sys.setswitchinterval(0.001)
print(round(sys.getswitchinterval(), 6))
sys.setswitchinterval(1)
print(sys.getswitchinterval())
for bad in (0, -1, "a"):
    try:
        sys.setswitchinterval(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(sys._is_gil_enabled())
