class Robot:
    position = 0

    def forward(self):
        return position + 1


Robot().forward()
