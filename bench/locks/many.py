# Eight threads that sleep 0.2 s, before and after threads were warm; then 64 threads alive at once. Prints seconds.

import time
from threading import Barrier, Event, Thread


def sleepers():
    threads = [Thread(target=time.sleep, args=(0.2,)) for _ in range(8)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


print("cold", sleepers())
print("warm", min(sleepers() for _ in range(3)))
end = Event()
all_there = Barrier(65)


def live():
    all_there.wait()
    end.wait()


started = time.perf_counter()
threads = [Thread(target=live) for _ in range(64)]
for thread in threads:
    thread.start()
all_there.wait()
print("alive", time.perf_counter() - started)
end.set()
for thread in threads:
    thread.join()
