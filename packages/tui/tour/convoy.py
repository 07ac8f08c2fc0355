# One thread answers requests: it waits a moment, then needs the lock for a moment. The other computes without a pause.
import threading
import time

requests = 150
done = False


def answer():
    global done
    for _ in range(requests):
        time.sleep(0.001)
    done = True


def compute():
    x = 1
    while not done:
        for i in range(1000):
            x = (x * 31 + i) % 65521


start = time.perf_counter()
threads = [threading.Thread(target=answer), threading.Thread(target=compute)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(requests, "requests in", round(time.perf_counter() - start, 2), "seconds")
