# select.select on pipes: what is ready, what it says to wrong arguments, waiting with and without a time limit.
import os
import select
import threading


def a(call):
    try:
        print(repr(call()))
    except Exception as e:
        print(type(e).__name__, e)


class File:
    def __init__(self, fd):
        self.fd = fd

    def fileno(self):
        return self.fd


def shown(result):
    """Which of the two ends are in the three lists."""
    return [["r" if fd == r else "w" for fd in part] for part in result]


r, w = os.pipe()
print(shown(select.select([r], [w], [], 0)), shown(select.select([r], [], [r], 0)))
os.write(w, b"x")
print(shown(select.select([r], [w], [r, w], 5)), shown(select.select((r,), iter([w]), [])))
print(shown(select.select([r], [], [], None)))
a(lambda: select.select(5, [], []))
a(lambda: select.select(["x"], [], []))
a(lambda: select.select([1.5], [], [], 0))
a(lambda: select.select([], [], [], -1))
a(lambda: select.select([], [], [], "x"))
a(lambda: select.select([], [], [], float("nan")))
a(lambda: select.select([-1], [], []))
a(lambda: select.select([2000], [], []))
a(lambda: select.select([2**70], [], [], 0))
a(lambda: select.select([50], [], [], 0))
a(lambda: select.select([], [], [], 0.01))
f = File(r)
print(select.select([f], [], [], 0)[0][0] is f)
a(lambda: select.select([File("x")], [], [], 0))
a(lambda: select.select([File(-1)], [], [], 0))

# A wait that another thread ends, by writing, by reading, and by closing.
os.read(r, 1)
waiting = threading.Event()
results = []


def wait(*args):
    waiting.set()
    results.append(shown(select.select(*args)))


t = threading.Thread(target=wait, args=([r], [], []))
t.start()
waiting.wait()
os.write(w, b"abc")
t.join()
print(results.pop(), os.read(r, 10))
filled = 0
while select.select([], [w], [], 0)[1]:
    filled += os.write(w, b"x" * 4096)
print(filled, select.select([], [w], [], 0.01))
waiting.clear()
t = threading.Thread(target=wait, args=([], [w], []))
t.start()
waiting.wait()
print(len(os.read(r, 4096)))
t.join()
print(results.pop(), len(os.read(r, 1 << 20)))
waiting.clear()
t = threading.Thread(target=wait, args=([r], [], [], 60))
t.start()
waiting.wait()
os.close(w)
t.join()
print(results.pop(), os.read(r, 1))
os.close(r)
a(lambda: select.select([], [w], [], 0))

# Several pipes and several threads that wait for all of them.
pipes = [os.pipe() for _ in range(4)]
got = []
lock = threading.Lock()


def serve():
    while True:
        ready, _, _ = select.select([p[0] for p in pipes], [], [])
        with lock:
            for fd in select.select(ready, [], [], 0)[0]:
                data = os.read(fd, 1)
                if data == b".":
                    os.write(pipes[0][1], b".")
                    return
                got.append(data)


threads = [threading.Thread(target=serve) for _ in range(3)]
for t in threads:
    t.start()
for n in range(12):
    os.write(pipes[n % 4][1], b"%c" % (97 + n))
while len(got) < 12:
    select.select([], [], [], 0.001)
os.write(pipes[0][1], b".")
for t in threads:
    t.join()
print(b"".join(sorted(got)))
with open(__file__) as file:
    print(select.select([file], [file], [], 0) == ([file], [file], []))
print(select.error is OSError, select.PIPE_BUF)
