import _thread
import time

lock = _thread.allocate_lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.acquire(True, 0.01))
lock.release()
with lock:
    print(lock.locked())
print(lock.locked(), lock.acquire(timeout=-1))
lock.release()
for call in (lambda: lock.release(), lambda: lock.acquire(timeout=-2), lambda: lock.acquire(False, 1), lambda: lock.acquire("a", "b"), lambda: lock.acquire(timeout=1e300)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
r = _thread.RLock()
print(r.acquire(), r.acquire(), r.release(), r.release())
try:
    r.release()
except RuntimeError as error:
    print(error)
