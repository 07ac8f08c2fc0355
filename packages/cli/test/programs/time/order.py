import time

stamps = [time.perf_counter() for _ in range(200)]
print(stamps == sorted(stamps), len(set(stamps)) > 1)
nanoseconds = [time.monotonic_ns() for _ in range(50)]
print(nanoseconds == sorted(nanoseconds), abs(time.time_ns() / 1e9 - time.time()) < 5)
start = time.monotonic()
for _ in range(3):
    time.sleep(0.005)
print(0.014 < time.monotonic() - start < 5)
