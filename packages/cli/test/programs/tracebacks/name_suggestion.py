def compute(value):
    return valeu * 2


compute(3)
