import threading

seen = []


def work():
    t = threading.current_thread()
    seen.append((t.name, t.daemon, t is threading.main_thread(), t.ident == threading.get_ident()))


a, b = threading.Thread(target=work), threading.Thread(target=lambda: work())
print(a.name, b.name)
for t in (a, b, threading.Thread(name="custom", target=work)):
    t.start()
    t.join()
print(seen, threading.current_thread().name, threading.main_thread().name, len(threading.enumerate()), threading.current_thread().daemon)
a.name = "renamed"
print(a.name, threading.get_ident() == threading.main_thread().ident)
print(repr(threading.Thread(name="x", target=work)), threading.get_native_id() > 0)
