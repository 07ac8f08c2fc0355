class M:
    def __enter__(self):
        return (1, [2, 3])

    def __exit__(self, *args):
        pass


class Box:
    pass


box, items = Box(), [0]
with M() as (a, [b, *c]):
    print(a, b, c)
with M() as box.value, M() as items[0]:
    print(box.value, items)
with M() as x:
    pass
print(x)
try:
    with M() as (p, q, r):
        print("never")
except ValueError as error:
    print(error)
