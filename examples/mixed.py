# Two threads compute, one waits for slow answers, one prints now and then: everything that can happen to the lock, in two seconds.
# Look for: who keeps the lock for its whole 5 ms, who lets it go at once, and who always waits.
#     gilscope watch examples/mixed.py
import threading
import time

ROUNDS = 3_000_000
total = 0
seen = []
mutex = threading.Lock()
done = False


def count():
    global total
    x = 0
    for i in range(ROUNDS):
        x = (x * 31 + i) % 65521
        if i % 5000 == 0:
            total += 1
    return x


def fetch():
    for n in range(40):
        time.sleep(0.012)
        with mutex:
            seen.append(n)


def tick():
    while not done:
        with mutex:
            print("total", total, "seen", len(seen))
        time.sleep(0.1)


threads = [threading.Thread(target=target) for target in (count, fetch, tick)]
for thread in threads:
    thread.start()
count()
for thread in threads[:2]:
    thread.join()
done = True
threads[2].join()
