from threading import Event, Thread, Timer

e = Event()
print(e.is_set(), e.wait(0.01), repr(e).split(" ")[0], repr(e).split(" ")[-1])
seen = []
threads = [Thread(target=lambda n=n: seen.append((n, e.wait()))) for n in range(3)]
for t in threads:
    t.start()
e.set()
for t in threads:
    t.join()
print(sorted(seen), e.is_set(), e.wait(), e.wait(0))
e.clear()
print(e.is_set(), e.wait(0))
fired = Timer(0.01, print, ["fired"], {"end": "!\n"})
fired.start()
fired.join()
never = Timer(30, print, ["never"])
never.start()
never.cancel()
never.join()
print(fired.finished.is_set(), never.is_alive(), fired.interval)
