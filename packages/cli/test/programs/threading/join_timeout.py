import threading
import time

gate = threading.Lock()
gate.acquire()
t = threading.Thread(target=gate.acquire)
t.start()
start = time.monotonic()
print(t.join(0.02), t.is_alive(), 0.015 < time.monotonic() - start < 5, t.join(timeout=0), t.is_alive())
gate.release()
t.join()
print(t.is_alive(), t.join(), threading.active_count())
