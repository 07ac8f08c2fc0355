for n in range(2, 10):
    for d in range(2, n):
        if n % d == 0:
            print(n, "=", d, "*", n // d)
            break
    else:
        print(n, "is prime")
for x in []:
    pass
else:
    print("empty loop has an else")
i = 0
while i < 3:
    i += 1
else:
    print("while else", i)
while True:
    break
else:
    print("never")
