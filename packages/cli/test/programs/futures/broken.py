# A pool whose initializer fails, errors in calls, submit() after the end.
import concurrent.futures.thread
import io
import sys
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from concurrent.futures.thread import BrokenThreadPool


def fails(what):
    raise ValueError(what)


sys.stderr = io.StringIO()
pool = ThreadPoolExecutor(1, initializer=fails, initargs=("no start",))
f = pool.submit(print, "never")
try:
    f.result()
except BrokenThreadPool as e:
    print(type(e).__mro__[1:3], e)
for t in pool._threads:
    t.join()
try:
    pool.submit(print, "never")
except BrokenExecutor as e:
    print(repr(e))
pool.shutdown()
text = sys.stderr.getvalue().splitlines()
sys.stderr = sys.__stderr__
print(text[0], "|", text[-1])

# The traceback of a call's exception leads into the call.
with ThreadPoolExecutor(1) as pool:
    f = pool.submit(fails, "deep")
    try:
        f.result()
    except ValueError as e:
        names = []
        tb = e.__traceback__
        while tb is not None:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        print(names[0], names[-1], "result" in names)
    f = pool.submit(sys.exit, 3)
    print(repr(f.exception()))
    f = pool.submit(lambda: (_ for _ in ()).throw(KeyboardInterrupt()))
    print(repr(f.exception()))

# Calls that submit further calls.
with ThreadPoolExecutor(4) as pool:

    def tree(depth):
        if depth == 0:
            return 1
        return sum(f.result() for f in [pool.submit(tree, depth - 1)]) + 1

    print(pool.submit(tree, 2).result())


# A call that runs while the program ends may not submit.
pool = ThreadPoolExecutor(1)


def late():
    while not concurrent.futures.thread._shutdown:
        time.sleep(0.001)
    try:
        pool.submit(print, "never")
    except RuntimeError as e:
        print(e)


pool.submit(late)
print("end of main")
