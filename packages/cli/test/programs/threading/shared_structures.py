# Operations that are one call of a built-in lose nothing under the lock.
import threading

items, d, s = [], {}, set()


def work(k):
    for i in range(1000):
        items.append((k, i))
        d[k, i] = i
        s.add(k * 1000 + i)


threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(items), len(d), len(s), sum(d.values()), sorted(s) == list(range(4000)))
for k in range(4):
    mine = [i for kk, i in items if kk == k]
    print(k, mine == list(range(1000)))
