ready = 0
table = {}
for _ in range(50):
    table[ready] = [ready]
    ready += 1


class Made:
    def __init__(self, value):
        self.value = value


def make(value):
    return Made(value)
