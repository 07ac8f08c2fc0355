import threading


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name, args.exc_traceback.tb_lineno > 0)


threading.excepthook = hook


def fail(n):
    raise ValueError(f"failed {n}")


for i in range(2):
    t = threading.Thread(target=fail, args=(i,), name=f"t{i}")
    t.start()
    t.join()


def leave():
    raise SystemExit(5)


t = threading.Thread(target=leave)
t.start()
t.join()
print("main goes on")
