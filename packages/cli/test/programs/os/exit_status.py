import os
import sys

print("before", flush=True)
try:
    sys.exit(7)
finally:
    print("cleanup")
