"""What the stress programs share: a crew of threads that do the same work at once, from numbers of a generator of their own."""
import sys
import threading

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 4
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 300
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1


class Dice:
    """Small numbers that look random and are the same in every run for one seed."""

    def __init__(self, seed):
        self.state = (seed * 2654435761 + 12345) & 0xFFFFFFFF

    def roll(self, n):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % n


def crew(work, threads=THREADS, rounds=ROUNDS):
    """Run work(number of the thread, its dice, rounds) in all threads at once; what one raises is raised here."""
    failures = []
    gate = threading.Barrier(threads)

    def member(k):
        gate.wait()
        try:
            work(k, Dice(SEED * 1000 + k), rounds)
        except BaseException as error:
            failures.append(error)

    members = [threading.Thread(target=member, args=(k,)) for k in range(threads)]
    for m in members:
        m.start()
    for m in members:
        m.join()
    if failures:
        raise failures[0]
