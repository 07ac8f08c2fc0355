# Starts so many threads, waits until all are alive, lets each do a little, and joins them. Prints seconds.

import sys
import threading
import time

COUNT = int(sys.argv[1])

go = threading.Event()
alive = threading.Barrier(COUNT + 1)
done = []


def work():
    alive.wait()
    go.wait()
    total = 0
    for i in range(2_000):
        total += i
    done.append(total)


threads = [threading.Thread(target=work) for _ in range(COUNT)]
started = time.perf_counter()
for thread in threads:
    thread.start()
alive.wait()
up = time.perf_counter()
go.set()
for thread in threads:
    thread.join()
ended = time.perf_counter()
if len(done) != COUNT:
    raise SystemExit("not every thread worked")
print("alive", up - started)
print("work", ended - up)
