n, steps = 27, 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
items = [3, 1, 2]
while items:
    print(items.pop(), end=" ")
print()
a, b = 1071, 462
while b:
    a, b = b, a % b
print(a)
low, high = 0, 1000
while low < high:
    middle = (low + high) // 2
    if middle * middle < 500:
        low = middle + 1
    else:
        high = middle
print(low)
while (line := f"line {steps}") and steps > 109:
    steps -= 1
print(line)
