def f():
    raise KeyError("key") from IndexError


f()
