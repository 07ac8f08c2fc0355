import threading
from threading import Thread


def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


gate = threading.Event()
t = Thread(target=gate.wait, daemon=True)
print(t.is_alive(), t.ident, t.native_id, t in threading.enumerate(), repr(t))
attempt(t.join)
t.start()
attempt(t.start)
attempt(lambda: setattr(t, "daemon", False))
print(t.is_alive(), t in threading.enumerate(), threading.active_count(), " daemon " in repr(t), repr(t).startswith("<Thread(Thread-1 (wait), started"))
gate.set()
t.join()
print(t.is_alive(), t in threading.enumerate(), threading.active_count(), repr(t).startswith("<Thread(Thread-1 (wait), stopped daemon"))
attempt(t.start)
attempt(lambda: t.join(timeout=-5))
attempt(lambda: t.join("soon"))
main = threading.main_thread()
print(main.name, main.daemon, main.is_alive(), main.ident == threading.get_ident(), repr(main).startswith("<_MainThread(MainThread, started "))
attempt(main.join)
attempt(lambda: setattr(main, "daemon", True))
attempt(lambda: Thread(target=1, name=5).name)
attempt(lambda: Thread(name="").name)
print(Thread(daemon=True).daemon, Thread(daemon=None).daemon, Thread(args=[1]).run())


class Quiet(Thread):
    def __init__(self):
        pass


attempt(lambda: Quiet().is_alive())
attempt(lambda: Quiet().join())
attempt(lambda: Quiet().name)
attempt(lambda: repr(Quiet()))


def child_of_daemon():
    print("a daemon's thread:", Thread(target=print).daemon)


t = Thread(target=child_of_daemon, daemon=True)
t.start()
t.join()


def recurse(n):
    return 0 if n == 0 else 1 + recurse(n - 1)


def too_deep():
    try:
        recurse(10**6)
    except RecursionError as error:
        print(error)
    print(recurse(500))


t = Thread(target=too_deep)
t.start()
t.join()
