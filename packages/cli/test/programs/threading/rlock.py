import threading

r = threading.RLock()
log = []


def nested(n):
    with r:
        if n:
            nested(n - 1)
        else:
            log.append("deep")


nested(5)


def other():
    log.append(r.acquire(blocking=False))
    log.append(r.acquire(timeout=0.01))


with r:
    t = threading.Thread(target=other)
    t.start()
    t.join()
print(log)
try:
    r.release()
except RuntimeError as error:
    print(error)


def release_from_other():
    try:
        r.release()
    except RuntimeError as error:
        log.append(str(error))


r.acquire()
t = threading.Thread(target=release_from_other)
t.start()
t.join()
print(log[-1])
r.release()
