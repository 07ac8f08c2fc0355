s = set()
seed = 7
for _ in range(300):
    seed = seed * 16807 % 2147483647
    s.add(seed % 5000)
print(len(s), list(s)[:40])
for value in list(s)[::2]:
    s.remove(value)
print(len(s), list(s)[:40])
t = set(range(100, 200))
print(list(t)[:10], list(t & set(range(0, 1000, 9))))
t.difference_update(range(100, 190))
print(t)
t.add(5)
t.add(1000)
print(t, set(range(50)) - set(range(3, 47)))
