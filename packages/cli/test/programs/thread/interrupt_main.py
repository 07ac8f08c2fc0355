import _thread
import threading


def interrupted(work):
    try:
        work()
    except KeyboardInterrupt as error:
        print("interrupted", error.args)


def computing():
    _thread.interrupt_main()
    for _ in range(10**7):
        pass


def from_a_thread():
    threading.Thread(target=_thread.interrupt_main, args=(2,)).start()
    for _ in range(10**8):
        pass


interrupted(computing)
interrupted(from_a_thread)
try:
    _thread.interrupt_main(0)
except ValueError as error:
    print(error)
