limits = [1, "two", 3]
print(0 < limits[0] < limits[2])
print(0 < limits[0] < limits[1] < limits[2])
