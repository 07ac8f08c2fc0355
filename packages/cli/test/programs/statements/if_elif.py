def grade(n):
    if n >= 90:
        return "A"
    elif n >= 80:
        return "B"
    elif n >= 70:
        if n > 75:
            return "C+"
        return "C"
    else:
        return "F"


print([grade(n) for n in (95, 85, 78, 71, 10)])
x = 5
if x > 3:
    if x > 10:
        print("large")
    else:
        print("middle")
print("a" if x else "b", "c" if not x else "d" if x > 4 else "e")
if 0:
    print("never")
if None or []:
    print("never")
elif "":
    print("never")
else:
    print("all false")
if x: y = 1
else: y = 2
print(y)
