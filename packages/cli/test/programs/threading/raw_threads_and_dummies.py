# Threads that threading did not start: current_thread() makes an object that stands for them.
import _thread
import threading

done = _thread.allocate_lock()
done.acquire()


def raw():
    me = threading.current_thread()
    print(type(me).__name__, me.name, me.daemon, me.is_alive(), me in threading.enumerate(), me is threading.current_thread(), me.ident == _thread.get_ident())
    try:
        me.join()
    except RuntimeError as error:
        print(error)
    done.release()


_thread.start_new_thread(raw, ())
done.acquire()
print(threading.main_thread() is threading.current_thread(), type(threading.main_thread()).__name__)
