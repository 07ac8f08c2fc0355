real = "real"


def __getattr__(name):
    if name in ("refused", "__path__"):
        raise AttributeError(f"no {name} here")
    return f"made {name}"
