class Outer:
    def method(self):
        def inner():
            return (lambda: 1 / 0)()

        return inner()


[Outer().method() for _ in range(1)]
