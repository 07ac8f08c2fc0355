import sys
import threading


class Collect:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def lines_of_program(text):
    out, keep = [], True
    for line in text.splitlines():
        if line.startswith('  File "'):
            keep = "failing_hook.py" in line
            if keep:
                out.append("  " + line.rpartition(", ")[2])
        elif not line.startswith("    "):
            out.append(line)
    return out


def fail():
    raise ValueError("in the thread")


def hook(args):
    raise KeyError("in the hook")


real = sys.stderr
for h in (threading.__excepthook__, hook):
    threading.excepthook = h
    sys.stderr = Collect()
    t = threading.Thread(target=fail, name="worker")
    t.start()
    t.join()
    text, sys.stderr = sys.stderr.text, real
    print("\n".join(lines_of_program(text)))
threading.excepthook = threading.__excepthook__
args = threading.ExceptHookArgs([ValueError, ValueError(1), None, None])
print(args, args.exc_type, args.thread, len(args), args[1] is args.exc_value)
for wrong in (1, [1]):
    try:
        threading.ExceptHookArgs(wrong)
    except TypeError as error:
        print(error)
try:
    threading.excepthook(1)
except TypeError as error:
    print(error)
