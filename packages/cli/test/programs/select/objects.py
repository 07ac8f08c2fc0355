# Poll objects.
import os
import select
import threading


def a(call):
    try:
        print(repr(call()))
    except Exception as e:
        print(type(e).__name__, e)


def shown(result):
    return [({r: "r", w: "w"}.get(fd, fd), event) for fd, event in result]


class File:
    def fileno(self):
        return r


r, w = os.pipe()
p = select.poll()
print(type(p), p.register(r), p.register(w, select.POLLOUT))
print(shown(p.poll(0)))
os.write(w, b"x")
print(shown(p.poll(0)), p.modify(w, 0), shown(p.poll()))
a(lambda: p.modify(99, 1))
a(lambda: p.unregister(99))
a(lambda: p.unregister(w))
print(shown(p.poll(-5)), shown(p.poll(0.5)))
a(lambda: p.poll("x"))
os.read(r, 1)
print(p.poll(1))
os.close(w)
print(shown(p.poll()), shown([(fd, 0) for fd in select.select([r], [], [], 0)[0]]))
a(lambda: p.register(900, 1))
print(shown(p.poll(0)))
a(lambda: p.register("x"))
a(lambda: p.register(r, -1))
a(lambda: p.register(r, 70000))
a(lambda: p.register(-1))
a(lambda: p.register(File(), select.POLLIN))
a(lambda: p.unregister(File()))
a(lambda: p.unregister(900))
a(lambda: p.poll(2**70))
a(lambda: type(p)())
print(p.poll(0))
os.close(r)

r, w = os.pipe()
os.close(r)
p = select.poll()
p.register(w)
print([event for _, event in p.poll(0)])
os.close(w)
print([event for _, event in p.poll(0)])

r, w = os.pipe()
p = select.poll()
p.register(r, select.POLLIN)
started = threading.Event()
events = []


def wait():
    started.set()
    events.extend(shown(p.poll()))


t = threading.Thread(target=wait)
t.start()
started.wait()
os.write(w, b"!")
t.join()
print(events, os.read(r, 5))
print({k: v for k, v in sorted(vars(select).items()) if k.startswith("POLL")})
