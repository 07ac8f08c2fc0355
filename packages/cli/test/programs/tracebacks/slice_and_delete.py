items = [1, 2, 3]
del items[0]
del items[1:2]
del items[7]
