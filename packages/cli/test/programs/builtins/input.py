name = input("name? ")
age = int(input())
print(f"hello {name}, {age}")
lines = []
try:
    while True:
        lines.append(input("> "))
except EOFError as error:
    print("end:", error)
print(lines)
