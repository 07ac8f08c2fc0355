import threading

ping, pong = threading.Lock(), threading.Lock()
pong.acquire()
log = []


def player(name, mine, other, rounds):
    for i in range(rounds):
        mine.acquire()
        log.append(f"{name}{i}")
        other.release()


a = threading.Thread(target=player, args=("ping", ping, pong, 300))
b = threading.Thread(target=player, args=("pong", pong, ping, 300))
a.start()
b.start()
a.join()
b.join()
print(log[:4], log[-2:], len(log), log == [f"{n}{i}" for i in range(300) for n in ("ping", "pong")])
