class OnlyEnter:
    def __enter__(self):
        pass


class OnlyExit:
    def __exit__(self, *args):
        pass


class WrongExit:
    def __enter__(self):
        pass

    def __exit__(self):
        pass


class Instance:
    pass


i = Instance()
i.__enter__ = i.__exit__ = lambda *a: print("not used")
for m in (OnlyEnter(), OnlyExit(), WrongExit(), i, 5, None, open):
    try:
        with m:
            print("body")
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
