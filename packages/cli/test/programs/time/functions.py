import time

a = time.perf_counter()
b = time.monotonic()
c = time.time()
time.sleep(0.01)
print(time.perf_counter() - a >= 0.009, time.monotonic() - b >= 0.009, time.time() > 1.6e9, c < time.time(), type(a), time.perf_counter_ns() > 0, type(time.time_ns()), time.process_time() >= 0)
time.sleep(0)
time.sleep(True * 0)
for bad in (-1, "a", None):
    try:
        time.sleep(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
