class Robot:
    def __init__(self):
        self.position = 0

    def forward(self):
        self.positoin += 1


Robot().forward()
