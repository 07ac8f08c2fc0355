import threading

ready = threading.Event()
names = set()
lock = threading.Lock()


def wait_and_note():
    ready.wait()
    with lock:
        names.add(threading.current_thread().name)


threads = [threading.Thread(target=wait_and_note) for _ in range(40)]
for t in threads:
    t.start()
print(threading.active_count(), len(threading.enumerate()), all(t.is_alive() for t in threads), len({t.ident for t in threads}))
ready.set()
for t in threads:
    t.join()
print(len(names), threading.active_count(), any(t.is_alive() for t in threads))
