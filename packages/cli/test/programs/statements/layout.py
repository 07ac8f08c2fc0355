# comments, semicolons, continuation, blank lines
x = 1; y = 2; print(x, y);
if x: print("one line")
if x == 1 and \
        y == 2:
    print("continued")
z = (1 +
     2
     # a comment in the middle
     + 3)
print(z); print([1,
                 2,
                 ][1])
def f(): return 5
class C: x = 1; y = 2
for i in range(2): print(i, end=" ")
print()
while x: x = 0
try: 1 / 0
except ZeroDivisionError: print("caught")
finally: print("done")
with open(__file__) as g: pass
print(f(), C.y)
pass; pass
if True:
    pass

    # comment at the end of a block
  # less indented comment
    print("still in the block")
