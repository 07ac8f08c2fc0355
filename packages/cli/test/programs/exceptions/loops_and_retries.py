def flaky(n, log=[]):
    log.append(n)
    if len(log) < 3:
        raise ConnectionError(f"try {len(log)}")
    return "ok"


while True:
    try:
        print(flaky(1))
        break
    except ConnectionError as error:
        print("retry:", error)
total = 0
for text in "1 2 x 4 five".split():
    try:
        total += int(text)
    except ValueError:
        print("skip", text)
        continue
    else:
        print("added", text)
print(total)
i = 0
while i < 5:
    i += 1
    try:
        if i == 2:
            continue
        if i == 4:
            break
    finally:
        print("i", i)
else:
    print("not reached")
