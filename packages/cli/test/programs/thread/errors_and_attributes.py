import _thread


def attempt(call):
    try:
        print(call())
    except BaseException as error:
        print(type(error).__name__, error)


lock = _thread.lock()
for timeout in (float("nan"), 1e300, 10**30, 2**63, 1e12, None, "x", -0.5, -1.0, 0, 0.0, float("inf"), 10**400):
    attempt(lambda: lock.acquire(True, timeout))
    if lock.locked():
        lock.release()
attempt(lambda: lock.acquire(1, 2, 3))
attempt(lambda: lock.acquire(wait=1))
attempt(lambda: lock.release(1))
attempt(lambda: _thread.lock(1))
attempt(lambda: _thread.start_new_thread())
attempt(lambda: _thread.start_new_thread(1))
attempt(lambda: _thread.start_new_thread(print, (), {}, 1))
attempt(lambda: _thread.start_joinable_thread(1))
attempt(lambda: _thread.start_joinable_thread(print, handle=1))
attempt(lambda: _thread._ThreadHandle().join())
attempt(lambda: _thread.stack_size(1))
attempt(lambda: _thread.stack_size(-1))
attempt(lambda: (_thread.stack_size(), _thread.stack_size(65536), _thread.stack_size()))
attempt(lambda: _thread.interrupt_main(99))
attempt(_thread.exit)
print(_thread.TIMEOUT_MAX, _thread.error, _thread.LockType, _thread.RLock, _thread._count())
print([name for name in dir(lock) if not name.startswith("__")])
rlock = _thread.RLock()
print([name for name in dir(rlock) if not name.startswith("__")])
attempt(lambda: lock.__enter__())
attempt(lambda: lock.__exit__())
attempt(lambda: lock.__exit__())
attempt(lambda: rlock.__exit__())
print(repr(lock).partition(" at ")[0], repr(rlock).partition(" at ")[0])
with rlock, rlock:
    print(rlock._recursion_count(), rlock._is_owned())
    state = rlock._release_save()
    print(state[0], rlock._is_owned())
    rlock._acquire_restore(state)
print(rlock._recursion_count())
attempt(lambda: rlock._release_save())


class Named(_thread.RLock):
    name = "a subclass"


named = Named()
named.note = "with attributes"
with named:
    print(named.name, named.note, named._is_owned())
handle = _thread.start_joinable_thread(lambda: print("in the thread"))
handle.join()
print(handle.is_done(), handle.ident != 0)
