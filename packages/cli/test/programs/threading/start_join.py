import threading

order = []


def work(n):
    order.append(n)


threads = [threading.Thread(target=work, args=(i,)) for i in range(5)]
for t in threads:
    t.start()
    t.join()
print(order, [t.is_alive() for t in threads], threading.active_count(), threading.current_thread() is threading.main_thread())
t = threading.Thread(target=work, kwargs={"n": "keyword"}, name="named", daemon=True)
print(t.name, t.daemon, t.ident, t.is_alive())
t.start()
t.join()
print(order[-1], type(t.ident), t.is_alive())
for call in (t.start, lambda: threading.Thread(target=work).join(), lambda: threading.current_thread().join(), lambda: threading.Thread(group=1), lambda: setattr(t, "daemon", False) if t.is_alive() else "dead"):
    try:
        print(call())
    except (RuntimeError, AssertionError) as error:
        print(type(error).__name__, error)
