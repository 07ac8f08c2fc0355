import threading
from threading import BoundedSemaphore, Semaphore, Thread

s = Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(False), s.acquire(timeout=0.01), s.release(), s.acquire(blocking=False))
s.release(2)
b = BoundedSemaphore()
with b:
    print(b.acquire(False))
for call in (b.release, lambda: Semaphore(-1), lambda: s.release(0), lambda: s.acquire(False, 1), lambda: b.release(n=0)):
    try:
        call()
    except ValueError as error:
        print(error)
print(repr(s).split(" at ")[0], repr(s).rpartition(" ")[2], repr(b).rpartition(" ")[2])

# No more than two at a time.
inside, most, lock = 0, 0, threading.Lock()


def work():
    global inside, most
    for _ in range(20):
        with s:
            with lock:
                inside += 1
                most = max(most, inside)
            with lock:
                inside -= 1


threads = [Thread(target=work) for _ in range(6)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(inside, most <= 2)
