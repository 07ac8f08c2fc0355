for i in range(4):
    if i == 1:
        continue
    for j in range(4):
        if j == 2:
            break
        if j == 0:
            continue
        print(i, j)
    else:
        print("not reached")
    if i == 2:
        break
print("i", i, "j", j)
n = 0
while True:
    n += 1
    if n % 2:
        continue
    if n > 6:
        break
    print(n, end=" ")
print()
