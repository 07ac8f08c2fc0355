# What every lock, semaphore, condition, barrier, event and queue must keep, whatever its kind. Run as `contracts.py FAMILY`; prints one line a kind and contract. No contract
# waits for a time to pass in order to be right: where a thread must be seen waiting, it is asked for by what it waits in.
import queue
import sys
import threading
import _thread

THREADS = 4
ROUNDS = 60


def run(n, body):
    """body(k) in n threads, begun together. Raises what the first of them raised."""
    start = threading.Barrier(n)
    failures = []

    def main(k):
        try:
            start.wait()
            body(k)
        except BaseException as e:
            failures.append(e)

    threads = [threading.Thread(target=main, args=(k,)) for k in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    if failures:
        raise failures[0]


def same(got, want):
    if got != want:
        raise AssertionError(f"got {got!r}, want {want!r}")


def raises(kind, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except kind:
        return
    raise AssertionError(f"{call} did not raise {kind.__name__}")


def unchanged(x):
    return x


# --- locks: anything that one thread at a time can have ---


class QueueLock:
    """A token in a queue: who has got it has the lock."""

    def __init__(self, kind):
        self.tokens = kind()
        self.tokens.put(None)

    def acquire(self, blocking=True, timeout=None):
        try:
            self.tokens.get(blocking, timeout)
        except queue.Empty:
            return False
        return True

    def release(self):
        self.tokens.put(None)

    def __enter__(self):
        self.acquire()

    def __exit__(self, *args):
        self.release()


class BinaryBarrierLock:
    """A condition, a flag and nothing else."""

    def __init__(self):
        self.cond = threading.Condition(threading.Lock())
        self.held = False

    def acquire(self, blocking=True, timeout=None):
        with self.cond:
            if not blocking and self.held:
                return False
            if not self.cond.wait_for(lambda: not self.held, timeout):
                return False
            self.held = True
            return True

    def release(self):
        with self.cond:
            self.held = False
            self.cond.notify()

    def __enter__(self):
        self.acquire()

    def __exit__(self, *args):
        self.release()


locks = {
    "Lock": threading.Lock,
    "_thread.allocate_lock": _thread.allocate_lock,
    "RLock": threading.RLock,
    "Condition": threading.Condition,
    "Condition(Lock)": lambda: threading.Condition(threading.Lock()),
    "Semaphore": threading.Semaphore,
    "BoundedSemaphore": threading.BoundedSemaphore,
    "condition and flag": BinaryBarrierLock,
    "token in SimpleQueue": lambda: QueueLock(queue.SimpleQueue),
    "token in Queue": lambda: QueueLock(queue.Queue),
}


def lock_excludes(make):
    lock = make()
    total = 0

    def add(k):
        nonlocal total
        for _ in range(ROUNDS):
            with lock:
                total = unchanged(total) + 1

    run(THREADS, add)
    same(total, THREADS * ROUNDS)


def lock_excludes_with_try(make):
    lock = make()
    total = 0

    def add(k):
        nonlocal total
        for _ in range(ROUNDS):
            while not lock.acquire(blocking=False):
                if lock.acquire(timeout=0.001):
                    break
            total = unchanged(total) + 1
            lock.release()

    run(THREADS, add)
    same(total, THREADS * ROUNDS)


def lock_is_refused_while_held(make):
    lock = make()
    held, tried = threading.Event(), threading.Event()

    def hold(k):
        if k == 0:
            lock.acquire()
            held.set()
            tried.wait()
            lock.release()
        else:
            held.wait()
            same(lock.acquire(blocking=False), False)
            same(lock.acquire(timeout=0), False)
            same(lock.acquire(timeout=0.005), False)
            tried.set()
            same(lock.acquire(timeout=60), True)
            lock.release()

    run(2, hold)
    same(lock.acquire(blocking=False), True)
    lock.release()


def lock_wakes_each_waiter(make):
    lock = make()
    order = []
    lock.acquire()
    released = threading.Event()

    def take(k):
        if k == 0:
            released.wait()
            return
        with lock:
            order.append(k)

    threads = [threading.Thread(target=take, args=(k,)) for k in range(1, 6)]
    for t in threads:
        t.start()
    lock.release()
    for t in threads:
        t.join()
    same(sorted(order), [1, 2, 3, 4, 5])


def lock_is_given_back_by_exceptions(make):
    lock = make()

    def fail(k):
        for _ in range(20):
            try:
                with lock:
                    raise KeyError(k)
            except KeyError:
                pass

    run(THREADS, fail)
    same(lock.acquire(blocking=False), True)
    lock.release()


# --- semaphores ---

semaphores = {"Semaphore": threading.Semaphore, "BoundedSemaphore": threading.BoundedSemaphore}


def semaphore_lets_so_many_in(make):
    for most in (1, 2, 3):
        semaphore = make(most)
        guard = threading.Lock()
        inside = seen = 0

        def visit(k):
            nonlocal inside, seen
            for _ in range(ROUNDS // 3):
                with semaphore:
                    with guard:
                        inside += 1
                        seen = max(seen, inside)
                    with guard:
                        inside -= 1

        run(THREADS, visit)
        same(seen <= most, True)
        same(semaphore._value, most)


def semaphore_keeps_count(make):
    semaphore = make(8)
    for _ in range(8):
        same(semaphore.acquire(blocking=False), True)
    same(semaphore.acquire(blocking=False), False)
    done = threading.Semaphore(0)

    def take(k):
        semaphore.acquire()
        done.release()

    threads = [threading.Thread(target=take, args=(k,)) for k in range(6)]
    for t in threads:
        t.start()
    semaphore.release(2)
    for _ in range(2):
        done.acquire()
    same(done.acquire(blocking=False), False)
    semaphore.release(4)
    for t in threads:
        t.join()
    same(semaphore.acquire(blocking=False), False)
    semaphore.release(8)


def semaphore_is_bounded_or_not(make):
    semaphore = make(1)
    if make is threading.BoundedSemaphore:
        raises(ValueError, semaphore.release)
        semaphore.acquire()
        raises(ValueError, semaphore.release, 2)
    else:
        semaphore.release(3)
        same([semaphore.acquire(blocking=False) for _ in range(5)], [True] * 4 + [False])


# --- conditions ---

conditions = {
    "Condition()": threading.Condition,
    "Condition(RLock)": lambda: threading.Condition(threading.RLock()),
    "Condition(Lock)": lambda: threading.Condition(threading.Lock()),
    "Condition(Semaphore)": lambda: threading.Condition(threading.Semaphore()),
}


def wait_for_waiters(cond, n):
    """Return with the condition held when n threads wait for it."""
    while True:
        cond.acquire()
        if len(cond._waiters) == n:
            return
        cond.release()


def condition_wakes_as_many_as_told(make):
    cond = make()
    woken = threading.Semaphore(0)

    def wait(k):
        with cond:
            cond.wait()
        woken.release()

    threads = [threading.Thread(target=wait, args=(k,)) for k in range(6)]
    for t in threads:
        t.start()
    left = 6
    for n in (1, 2, 0):
        wait_for_waiters(cond, left)
        cond.notify(n)
        cond.release()
        for _ in range(n):
            woken.acquire()
        same(woken.acquire(blocking=False), False)
        left -= n
    wait_for_waiters(cond, left)
    cond.notify_all()
    cond.release()
    for t in threads:
        t.join()


def condition_loses_no_wakeup(make):
    cond = make()
    items = []
    taken = []

    def work(k):
        for n in range(ROUNDS // 2):
            if k % 2 == 0:
                with cond:
                    items.append((k, n))
                    cond.notify()
            else:
                with cond:
                    while not items:
                        cond.wait()
                    taken.append(items.pop())

    run(THREADS, work)
    same(len(taken), THREADS // 2 * (ROUNDS // 2))
    same(len(set(taken)), len(taken))


def condition_hands_a_turn_round(make):
    cond = make()
    turn = 0
    seen = []

    def play(k):
        nonlocal turn
        for _ in range(15):
            with cond:
                cond.wait_for(lambda: turn % THREADS == k)
                seen.append(k)
                turn += 1
                cond.notify_all()

    run(THREADS, play)
    same(seen, list(range(THREADS)) * 15)


def condition_gives_up_in_time(make):
    cond = make()
    with cond:
        same(cond.wait(0.002), False)
        same(cond.wait(0), False)
        same(cond.wait_for(lambda: False, 0.002), False)
        same(len(cond._waiters), 0)
    raises(RuntimeError, cond.wait)
    raises(RuntimeError, cond.notify)


# --- barriers ---

barriers = {"Barrier": threading.Barrier, "Barrier(timeout)": lambda n, action=None: threading.Barrier(n, action, timeout=60)}


def barrier_keeps_rounds_apart(make):
    actions = []
    barrier = make(THREADS, lambda: actions.append(sum(phase)))
    phase = [0] * THREADS
    indices = [[] for _ in range(30)]

    def play(k):
        for n in range(30):
            phase[k] += 1
            indices[n].append(barrier.wait())
            same(min(phase) >= n + 1, True)
            barrier.wait()

    run(THREADS, play)
    same(actions[::2], [THREADS * (n + 1) for n in range(30)])
    for each in indices:
        same(sorted(each), list(range(THREADS)))


def barrier_breaks_for_all(make):
    for way in ("abort", "reset", "timeout", "action"):
        fails = (lambda: 1 / 0) if way == "action" else None
        barrier = make(3, fails)
        results = []

        def wait(k):
            if k < 2:
                try:
                    barrier.wait()
                except (threading.BrokenBarrierError, ZeroDivisionError) as e:
                    results.append(type(e).__name__)
                return
            while barrier.n_waiting < 2:
                pass
            if way == "abort":
                barrier.abort()
            elif way == "reset":
                barrier.reset()
            elif way == "timeout":
                # The third waits at a barrier of its own, which nobody else comes to, and then breaks the first.
                raises(threading.BrokenBarrierError, make(2).wait, 0.002)
                barrier.abort()
            else:
                raises(ZeroDivisionError, barrier.wait)

        run(3, wait)
        same(results, ["BrokenBarrierError"] * 2)
        same(barrier.broken, way != "reset")
        barrier.reset()
        if way != "action":
            run(3, lambda k: barrier.wait())


# --- events ---

events = {"Event": threading.Event}


def event_lets_all_go(make):
    for _ in range(10):
        event = make()
        seen = []

        def wait(k):
            if k == 0:
                event.set()
            else:
                seen.append(event.wait())

        run(THREADS, wait)
        same(seen, [True] * (THREADS - 1))
        event.clear()
        same(event.wait(0.002), False)


# --- queues ---

queues = {
    "Queue": queue.Queue,
    "Queue(1)": lambda: queue.Queue(1),
    "Queue(3)": lambda: queue.Queue(3),
    "LifoQueue": queue.LifoQueue,
    "LifoQueue(2)": lambda: queue.LifoQueue(2),
    "PriorityQueue": queue.PriorityQueue,
    "PriorityQueue(2)": lambda: queue.PriorityQueue(2),
    "SimpleQueue": queue.SimpleQueue,
}


def queue_gives_each_item_once(make):
    q = make()
    got = [[] for _ in range(2)]

    def work(k):
        if k < 2:
            for n in range(ROUNDS):
                q.put((n, k))
        else:
            for _ in range(ROUNDS):
                got[k - 2].append(q.get())

    run(4, work)
    same(sorted(got[0] + got[1]), sorted((n, k) for n in range(ROUNDS) for k in range(2)))
    same(q.empty(), True)
    if isinstance(q, queue.SimpleQueue) or type(q) is queue.Queue:
        for mine in got:
            for k in range(2):
                ns = [n for n, j in mine if j == k]
                same(ns, sorted(ns))


def queue_wakes_who_waits(make):
    q = make()
    seen = []

    def get(k):
        seen.append(q.get())

    threads = [threading.Thread(target=get, args=(k,)) for k in range(4)]
    for t in threads:
        t.start()
    for n in range(4):
        q.put(n)
    for t in threads:
        t.join()
    same(sorted(seen), [0, 1, 2, 3])


def queue_gives_up_in_time(make):
    q = make()
    raises(queue.Empty, q.get, False)
    raises(queue.Empty, q.get_nowait)
    raises(queue.Empty, q.get, True, 0.002)
    raises(ValueError, q.get, True, -1)
    size = getattr(q, "maxsize", 0)
    for n in range(size or 5):
        q.put(n, timeout=60)
    if size:
        raises(queue.Full, q.put, 9, False)
        raises(queue.Full, q.put, 9, True, 0.002)
    same(q.qsize(), size or 5)
    same(sorted(q.get(timeout=60) for _ in range(size or 5)), list(range(size or 5)))


def queue_ends_its_work(make):
    q = make()
    if isinstance(q, queue.SimpleQueue):
        return
    done = []

    def work(k):
        while True:
            try:
                item = q.get()
            except queue.ShutDown:
                return
            done.append(item)
            q.task_done()

    threads = [threading.Thread(target=work, args=(k,)) for k in range(3)]
    for t in threads:
        t.start()
    for n in range(20):
        q.put(n)
    q.join()
    same(sorted(done), list(range(20)))
    q.shutdown()
    for t in threads:
        t.join()
    raises(queue.ShutDown, q.put, 1)
    raises(queue.ShutDown, q.get)


families = {
    "lock": (locks, [lock_excludes, lock_excludes_with_try, lock_is_refused_while_held, lock_wakes_each_waiter, lock_is_given_back_by_exceptions]),
    "semaphore": (semaphores, [semaphore_lets_so_many_in, semaphore_keeps_count, semaphore_is_bounded_or_not]),
    "condition": (
        conditions,
        [condition_wakes_as_many_as_told, condition_loses_no_wakeup, condition_hands_a_turn_round, condition_gives_up_in_time],
    ),
    "barrier": (barriers, [barrier_keeps_rounds_apart, barrier_breaks_for_all]),
    "event": (events, [event_lets_all_go]),
    "queue": (queues, [queue_gives_each_item_once, queue_wakes_who_waits, queue_gives_up_in_time, queue_ends_its_work]),
}

kinds, contracts = families[sys.argv[1]]
for name, make in kinds.items():
    for contract in contracts:
        try:
            contract(make)
            print(f"{name}: {contract.__name__}: kept")
        except Exception as e:
            print(f"{name}: {contract.__name__}: {type(e).__name__}: {e}")
