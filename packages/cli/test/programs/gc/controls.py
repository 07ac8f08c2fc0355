import gc

print(gc.isenabled())
gc.disable()
print(gc.isenabled())
gc.enable()
print(gc.isenabled(), len(gc.get_threshold()), len(gc.get_count()), type(gc.collect()))
a = []
print(gc.is_tracked(a), gc.is_tracked(5), gc.is_tracked("a"), gc.collect(0) >= 0, gc.collect(generation=2) >= 0)
try:
    gc.collect(5)
except ValueError as error:
    print(error)
gc.set_threshold(500, 5, 5)
print(gc.get_threshold()[0])
