from listed import *
from unlisted import *

print(a, b, visible)
for name in ("hidden", "_private"):
    print(name, name in globals())
