import threading
import time

gate = threading.Lock()
gate.acquire()


def late():
    gate.acquire()
    print("thread ends last")


threading.Thread(target=late).start()
print("main has nothing more to do")
gate.release()
