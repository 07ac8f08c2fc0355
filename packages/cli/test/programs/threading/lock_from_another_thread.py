# A Lock has no owner: another thread may release it.
import threading

gate = threading.Lock()
gate.acquire()
log = []


def opener():
    log.append("opening")
    gate.release()


t = threading.Thread(target=opener)
t.start()
gate.acquire()
log.append("through")
t.join()
print(log, gate.locked(), gate.acquire(blocking=False))
gate.release()
try:
    gate.release()
except RuntimeError as error:
    print(error)
