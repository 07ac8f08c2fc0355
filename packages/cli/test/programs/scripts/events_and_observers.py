class Signal:
    def __init__(self):
        self.handlers = []

    def connect(self, handler):
        self.handlers.append(handler)
        return handler

    def emit(self, *args, **kwargs):
        return [handler(*args, **kwargs) for handler in list(self.handlers)]


class Button:
    def __init__(self, name):
        self.name = name
        self.clicked = Signal()

    def click(self, times=1):
        for n in range(times):
            self.clicked.emit(self, n=n)


log = []
button = Button("ok")


@button.clicked.connect
def record(source, n):
    log.append(f"{source.name}#{n}")


class Counter:
    total = 0

    def on_click(self, source, **kwargs):
        type(self).total += 1
        if self.total == 3:
            source.clicked.handlers.remove(record)


button.clicked.connect(Counter().on_click)
button.click(3)
button.click()
print(log, Counter.total, len(button.clicked.handlers))
