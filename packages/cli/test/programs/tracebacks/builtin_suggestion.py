numbers = [1, 2]
print(lenn(numbers))
