# Two threads count down, each on its own. Nothing is shared, nobody waits for the other.
import threading


def countdown(n):
    while n > 0:
        n -= 1


half = 40_000_000
threads = [threading.Thread(target=countdown, args=(half,)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("both are done")
