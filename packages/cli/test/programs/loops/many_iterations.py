total = 0
for i in range(100_000):
    total += i & 3
print(total)
i = 0
while i < 50_000:
    i += 1
    if i % 2:
        continue
    total -= 1
print(i, total)
count = 0
for a in range(60):
    for b in range(60):
        for c in range(10):
            count += a ^ b ^ c
print(count)
