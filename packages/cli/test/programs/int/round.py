print(round(5), round(15, -1), round(25, -1), round(35, -1), round(-25, -1))
print(round(1234, -2), round(1250, -2), round(1350, -2), round(5, 2), round(5, -1), round(4, -1))
print(round(10**30 + 5 * 10**4, -5), round(12345678901234567890, -10))
print(type(round(5, 1)), round(5, None))
