import _thread
import time

done = _thread.allocate_lock()
results = []


def work(a, b=2):
    results.append((a, b))
    done.release()


for args, kwargs in (((1,), {}), ((3,), {"b": 4}), ((5, 6), {})):
    done.acquire()
    ident = _thread.start_new_thread(work, args, kwargs)
    print(type(ident), ident != _thread.get_ident())
    done.acquire()
    done.release()
print(results, _thread.LockType is type(done))
for call in (lambda: _thread.start_new_thread(5, ()), lambda: _thread.start_new_thread(work, 5), lambda: _thread.start_new_thread(work, (), 5), lambda: done.release()):
    try:
        call()
    except (TypeError, RuntimeError) as error:
        print(type(error).__name__, error)
