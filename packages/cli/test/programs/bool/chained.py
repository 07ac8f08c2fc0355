def value(n):
    print("value", n)
    return n


print(value(1) < value(2) < value(3))
print(value(3) < value(2) < value(1))
print(1 < 2 > 1 != 5 == 5 in [5], None is None is not True)
print(not 1 == 2, not (1 == 2) == True)
