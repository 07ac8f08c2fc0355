import sys
import threading

threading.excepthook = lambda args: print("thread failed:", args.exc_value)
t = threading.Thread(target=lambda: 1 / 0)
t.start()
t.join()
sys.exit(4)
