pass
...
"a string as a statement"
5
None
if True: pass
def nothing(): ...
class Empty: pass
for _ in (): pass
while False: pass
else: print("else of while")
print(nothing(), Empty.__name__, __name__)
x: int
try:
    x
except NameError as error:
    print(error)
(y) = 1
[z, w] = (2, 3)
print(y, z, w)
del (y), [z]
print("y" in globals(), "z" in globals(), w)
import sys as system, math
print(system.__name__, math.__name__)
