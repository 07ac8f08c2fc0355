# Future by itself: states, results, callbacks, errors.
import io
import sys
import threading
from concurrent.futures import CancelledError, Future, InvalidStateError, TimeoutError


def hidden(text):
    """The text without addresses."""
    return " ".join("0x" if word.startswith("0x") else word for word in text.split(" "))


def attempt(call):
    try:
        return call()
    except BaseException as e:
        return f"{type(e).__name__}: {hidden(str(e))}"


def show(f):
    print(hidden(repr(f)), f.done(), f.running(), f.cancelled())


f = Future()
show(f)
print(attempt(lambda: f.result(timeout=0)), attempt(lambda: f.exception(timeout=0.01)))
print(f.set_running_or_notify_cancel())
show(f)
print(f.cancel())
print(f.set_result([1, 2]))
show(f)
print(f.result(), f.exception(), attempt(lambda: f.set_result(3)), attempt(lambda: f.set_exception(KeyError())))
print(f.cancel())

g = Future()
g.set_exception(ValueError("bad"))
show(g)
print(attempt(g.result), repr(g.exception()), g.exception() is g.exception())
print(attempt(lambda: g.set_result(1)))

h = Future()
print(h.cancel(), h.cancel())
show(h)
print(attempt(h.result), attempt(h.exception), attempt(lambda: h.set_result(1)))
print(h.set_running_or_notify_cancel())
show(h)
print(h.cancel())
print(issubclass(CancelledError, Exception), CancelledError.__mro__[1:3], TimeoutError is __builtins__.TimeoutError, InvalidStateError.__module__)

# Callbacks: in order, at once if it is over, errors are told and passed over.
calls = []
f = Future()
f.add_done_callback(lambda f: calls.append(("first", f.result())))
f.add_done_callback(lambda f: calls.append(("second", f.done())))
f.set_result(5)
f.add_done_callback(lambda f: calls.append("late"))
print(calls)
c = Future()
c.add_done_callback(lambda f: calls.append(("cancelled", f.cancelled())))
c.cancel()
print(calls[-1])


def bad(f):
    raise RuntimeError("in callback")


sys.stderr = io.StringIO()
f = Future()
f.add_done_callback(bad)
f.add_done_callback(lambda f: calls.append("after bad"))
f.set_result(1)
f.add_done_callback(bad)
text = sys.stderr.getvalue()
sys.stderr = sys.__stderr__
lines = text.splitlines()
print(hidden(lines[0]), "|", lines[-1], text.count("RuntimeError"), calls[-1])

# Waiting in other threads.
f = Future()
out = []
ready = threading.Barrier(4)


def waiter():
    ready.wait()
    out.append(f.result())


threads = [threading.Thread(target=waiter) for _ in range(3)]
for t in threads:
    t.start()
ready.wait()
f.set_result("value")
for t in threads:
    t.join()
print(out)
f = Future()
t = threading.Thread(target=lambda: out.append(attempt(f.result)))
t.start()
f.cancel()
t.join()
print(out[-1], Future[int])


class Own(Future):
    pass


o = Own()
o.set_result({})
show(o)
