values = [3, 2, 0]
print(list(10 // v for v in values))
