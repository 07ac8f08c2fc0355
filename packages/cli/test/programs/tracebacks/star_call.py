def three(a, b, c):
    return a


numbers = [1, 2]
three(*numbers)
