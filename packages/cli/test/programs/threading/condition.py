from threading import Condition, Lock, RLock, Thread

cond = Condition()
queue = []
log = []


def consumer():
    for _ in range(3):
        with cond:
            while not queue:
                cond.wait()
            log.append(queue.pop(0))


t = Thread(target=consumer)
t.start()
for item in "abc":
    with cond:
        queue.append(item)
        cond.notify()
t.join()
print(log)
for call in (cond.wait, cond.notify, cond.notify_all, cond.release):
    try:
        call()
    except RuntimeError as error:
        print(error)
with cond:
    print(cond.wait(0.01), cond.wait(timeout=-1), cond.wait_for(lambda: False, 0.01), cond.wait_for(lambda: 7))
own = RLock()
nested = Condition(own)
with nested, nested:
    print(nested.wait(0.01), own._recursion_count())
print(own._is_owned())
plain = Condition(Lock())
print(plain.acquire(), plain.acquire(False), plain.release())

# All of the waiting threads are woken, and each takes the lock in turn.
started, woken = [], []
gate = Condition()


def wait_at_gate(n):
    with gate:
        started.append(n)
        gate.wait_for(lambda: len(started) == 5)
        woken.append(n)


threads = [Thread(target=wait_at_gate, args=(n,)) for n in range(5)]
for t in threads:
    t.start()
while len(started) < 5:
    pass
with gate:
    gate.notify_all()
for t in threads:
    t.join()
print(sorted(woken))
