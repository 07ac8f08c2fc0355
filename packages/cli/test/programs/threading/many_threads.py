import threading

results = {}


def work(n):
    total = 0
    for i in range(n * 50):
        total += i
    results[n] = total


for batch in range(4):
    threads = [threading.Thread(target=work, args=(batch * 8 + i,)) for i in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
print(len(results), all(results[n] == sum(range(n * 50)) for n in range(32)), threading.active_count())
