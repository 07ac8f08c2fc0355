# Two locks, taken in opposite order. Each thread holds what the other wants.
import threading
import time

left = threading.Lock()
right = threading.Lock()


def first():
    with left:
        time.sleep(0.05)
        with right:
            print("first has both")


def second():
    with right:
        time.sleep(0.05)
        with left:
            print("second has both")


threads = [threading.Thread(target=first), threading.Thread(target=second)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
