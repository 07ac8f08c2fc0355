# Two locks, taken in opposite order. Each thread holds what the other wants.
import threading

left = threading.Lock()
right = threading.Lock()
# Both have their first lock before either asks for its second: without this it would happen only now and then.
both_hold_one = threading.Barrier(2)


def first():
    with left:
        both_hold_one.wait()
        with right:
            print("first has both")


def second():
    with right:
        both_hold_one.wait()
        with left:
            print("second has both")


threads = [threading.Thread(target=first), threading.Thread(target=second)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
