import sys

print("before")
try:
    sys.exit("goodbye, on standard error")
finally:
    print("finally runs")
