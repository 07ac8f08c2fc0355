import threading

lock = threading.Lock()


def numbers():
    n = 0
    while True:
        yield n
        n += 1


g = numbers()
out = []


def take(k):
    for _ in range(k):
        with lock:
            out.append(next(g))


threads = [threading.Thread(target=take, args=(200,)) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(out == list(range(600)))
errors = []


def safe(f):
    try:
        f()
    except Exception as e:
        errors.append(f"{type(e).__name__}: {e}")
    finally:
        errors.append("done")


for f in (lambda: 1 / 0, lambda: {}["k"], lambda: None):
    t = threading.Thread(target=safe, args=(f,))
    t.start()
    t.join()
print(errors)
